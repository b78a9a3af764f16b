// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.http;

import io.lynchet.api.http.Inbound;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A request without a socket. */
public final class FakeInbound implements Inbound {
    private final String method;
    private final String target;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private long length;
    private String remoteAddress = "192.0.2.7";
    private boolean secure;

    public FakeInbound(String method, String target, byte[] body) {
        this.method = method;
        this.target = target;
        this.body = body;
        this.length = body.length;
        headers.put("Host", List.of("shop.localhost:4321"));
    }

    public FakeInbound(String method, String target, String body) {
        this(method, target, body.getBytes(StandardCharsets.UTF_8));
    }

    public FakeInbound with(String name, String value) {
        headers.put(name, List.of(value));
        return this;
    }

    /** Adds one more line of a header. */
    public FakeInbound adding(String name, String value) {
        headers.merge(
                name,
                List.of(value),
                (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        return this;
    }

    public FakeInbound from(String address) {
        remoteAddress = address;
        return this;
    }

    public FakeInbound overTls() {
        secure = true;
        return this;
    }

    /** Removes the length, as if the body came in chunks. */
    public FakeInbound withoutLength() {
        length = -1;
        return this;
    }

    /** Announces that many bytes. */
    public FakeInbound announcing(long bytes) {
        length = bytes;
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String header(String name) {
        List<String> lines = headers(name);
        return lines.isEmpty() ? null : lines.get(0);
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }
}
