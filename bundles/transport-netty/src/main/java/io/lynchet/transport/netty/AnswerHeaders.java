// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.netty.util.AsciiString;

/** Names of headers in the case in which people know them; those of Netty are in lower case. */
final class AnswerHeaders {
    static final AsciiString DATE = AsciiString.cached("Date");
    static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    static final AsciiString CONNECTION = AsciiString.cached("Connection");
    static final AsciiString TRANSFER_ENCODING = AsciiString.cached("Transfer-Encoding");
    static final AsciiString UPGRADE = AsciiString.cached("Upgrade");
    static final AsciiString SEC_WEBSOCKET_ACCEPT = AsciiString.cached("Sec-WebSocket-Accept");
    static final AsciiString SEC_WEBSOCKET_PROTOCOL = AsciiString.cached("Sec-WebSocket-Protocol");
    static final AsciiString CACHE_CONTROL = AsciiString.cached("Cache-Control");

    private AnswerHeaders() {}
}
