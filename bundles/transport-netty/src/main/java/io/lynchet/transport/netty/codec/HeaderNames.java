// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty.codec;

import io.netty.util.AsciiString;

/** The names of headers in the usual case; those of Netty are in lower case. */
public final class HeaderNames {
    public static final AsciiString DATE = AsciiString.cached("Date");
    public static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    public static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    public static final AsciiString CONNECTION = AsciiString.cached("Connection");
    public static final AsciiString TRANSFER_ENCODING = AsciiString.cached("Transfer-Encoding");
    public static final AsciiString UPGRADE = AsciiString.cached("Upgrade");
    public static final AsciiString SEC_WEBSOCKET_ACCEPT = AsciiString.cached("Sec-WebSocket-Accept");
    static final AsciiString SEC_WEBSOCKET_PROTOCOL = AsciiString.cached("Sec-WebSocket-Protocol");
    public static final AsciiString CACHE_CONTROL = AsciiString.cached("Cache-Control");

    private HeaderNames() {}
}
