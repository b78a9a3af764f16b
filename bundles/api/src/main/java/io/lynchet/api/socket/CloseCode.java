// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

/** Close codes that are sent to clients: those of RFC 6455 section 7.4.1 and of the IANA registry, and the server's own from 4000 on. */
public final class CloseCode {
    /** Done. */
    public static final int NORMAL = 1000;

    /** The server is going away; come back. */
    public static final int GOING_AWAY = 1001;

    /** A frame that breaks the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** Not a text frame. */
    public static final int UNSUPPORTED = 1003;

    /** The text is not UTF-8. */
    public static final int BAD_TEXT = 1007;

    /** A frame that is larger than the limit. */
    public static final int TOO_LARGE = 1009;

    /** The server failed. */
    public static final int FAILED = 1011;

    /** The part that served this is being replaced; come back at once and go on where you were. */
    public static final int RESTARTING = 1012;

    /** Too slow, or too much to do; come back later. */
    public static final int TRY_LATER = 1013;

    /** The credentials are no longer good; sign in again. */
    public static final int UNAUTHENTICATED = 4401;

    /** An operator closed it. */
    public static final int KICKED = 4403;

    /** Nothing was heard of the client for too long. */
    public static final int SILENT = 4408;

    /** Too many bad frames. */
    public static final int TOO_MANY_ERRORS = 4429;

    private CloseCode() {}
}
