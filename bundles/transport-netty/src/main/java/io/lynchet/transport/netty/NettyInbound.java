// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Inbound;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.InputStream;
import java.util.List;

/** A request of Netty. */
final class NettyInbound implements Inbound {
    private final HttpRequest request;
    private final String target;
    private final HttpConnection connection;
    private final RequestBody body;

    NettyInbound(HttpRequest request, String target, HttpConnection connection, RequestBody body) {
        this.request = request;
        this.target = target;
        this.connection = connection;
        this.body = body;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    /** Returns false: TLS ends before this port. */
    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public long contentLength() {
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                ? -1
                : HttpUtil.getContentLength(request, 0L);
    }

    @Override
    public boolean isGone() {
        return connection.channel().isClientGone();
    }

    @Override
    public InputStream body() {
        return body;
    }
}
