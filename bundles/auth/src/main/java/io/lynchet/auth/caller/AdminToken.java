// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.auth.schema.TokenDigests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The one token of admins. Only its digest is kept, and digests are compared in constant time. So neither a memory dump
 * nor the time of a response reveals the token.
 */
public final class AdminToken {
    /** Shorter tokens can be guessed. */
    static final int CHARS_MIN = 16;

    private final byte[] digest;

    public AdminToken(String token) {
        if (token == null || token.length() < CHARS_MIN) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The admin token needs at least " + CHARS_MIN
                            + " characters; set LYNCHET_ADMIN_TOKEN to a longer one, or unset it so that the server"
                            + " creates one.");
        }
        digest = TokenDigests.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    boolean is(String token) {
        return MessageDigest.isEqual(digest, TokenDigests.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }
}
