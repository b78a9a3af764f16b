// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

/**
 * The close codes for clients: those of RFC 6455 section 7.4.1 and of the IANA registry, and the server's own from 4000
 * on.
 */
public final class CloseCode {
    /** The connection is done. */
    public static final int NORMAL = 1000;

    /** The server is going away; reconnect. */
    public static final int GOING_AWAY = 1001;

    /** A frame violates the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** A frame is not a text frame. */
    public static final int UNSUPPORTED = 1003;

    /** A text is not UTF-8. */
    public static final int BAD_TEXT = 1007;

    /** A frame exceeds the size limit. */
    public static final int TOO_LARGE = 1009;

    /** The server failed. */
    public static final int FAILED = 1011;

    /** The part that served the socket is being replaced; reconnect at once and resume. */
    public static final int RESTARTING = 1012;

    /** The client is too slow, or the server has too much to do; reconnect later. */
    public static final int TRY_LATER = 1013;

    /** The credentials are no longer valid; sign in again. */
    public static final int UNAUTHENTICATED = 4401;

    /** An operator closed the socket. */
    public static final int KICKED = 4403;

    /** The client was silent for too long. */
    public static final int SILENT = 4408;

    /** The client sent too many bad frames. */
    public static final int TOO_MANY_ERRORS = 4429;

    private CloseCode() {}
}
