// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Inbound;
import io.lynchet.transport.core.connection.ClientGoneCheck;
import java.io.InputStream;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** A request of Jetty. */
final class JettyInbound implements Inbound {
    private final Request request;
    private final ArrivingBody arriving;
    private InputStream body;

    /** @param arriving null for no body */
    JettyInbound(Request request, ArrivingBody arriving) {
        this.request = request;
        this.arriving = arriving;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        return request.getHttpURI().getPathQuery();
    }

    @Override
    public String header(String name) {
        return request.getHeaders().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getValuesList(name);
    }

    @Override
    public String remoteAddress() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public long contentLength() {
        // Jetty returns -1 both for a chunked body and for none at all.
        long length = request.getLength();
        return length >= 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) ? length : 0;
    }

    @Override
    public boolean isGone() {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        return ClientGoneCheck.isGone(((HandoverEndPoint) connection).getChannel());
    }

    @Override
    public InputStream body() {
        if (body == null) {
            body = arriving == null ? InputStream.nullInputStream() : arriving.stream();
        }
        return body;
    }
}
