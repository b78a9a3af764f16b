// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The one token of admins. Only its digest is kept, and digests are compared in constant time, so neither a memory dump nor the time of an
 * answer gives it away.
 */
final class AdminToken {
    /** Shorter tokens can be guessed. */
    static final int CHARS_MIN = 16;

    private final byte[] digest;

    AdminToken(String token) {
        if (token == null || token.length() < CHARS_MIN) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The admin token needs at least " + CHARS_MIN
                            + " characters; set LYNCHET_ADMIN_TOKEN to a longer one, or leave it out to have one made.");
        }
        digest = Secrets.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    boolean is(String token) {
        return MessageDigest.isEqual(digest, Secrets.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }
}
