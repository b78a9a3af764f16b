// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Inbound;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A request without a socket. */
final class FakeInbound implements Inbound {
    private final String method;
    private final String target;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private long length;

    FakeInbound(String method, String target, byte[] body) {
        this.method = method;
        this.target = target;
        this.body = body;
        this.length = body.length;
        headers.put("Host", "shop.test:4321");
    }

    FakeInbound(String method, String target, String body) {
        this(method, target, body.getBytes(StandardCharsets.UTF_8));
    }

    FakeInbound with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** As if the body came in chunks. */
    FakeInbound withoutLength() {
        length = -1;
        return this;
    }

    FakeInbound announcing(long bytes) {
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
        return headers.get(name);
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.7";
    }

    @Override
    public boolean secure() {
        return false;
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
