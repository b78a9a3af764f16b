// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids and tokens of organisations. A token of 256 random bits needs no salt and no slow hash: there is nothing to guess. */
final class OrgIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 20;
    private static final int TOKEN_BYTES = 32;

    private OrgIds() {}

    /** A new id, of the form that ids of rows have. */
    static String random() {
        return hex(ID_BYTES);
    }

    /** A new token of an invitation. */
    static String token() {
        return hex(TOKEN_BYTES);
    }

    /** The id of a membership follows from whose it is, so that nobody can be a member twice. */
    static String member(String organisationId, String userId) {
        return digest(organisationId + '\0' + userId).substring(0, 2 * ID_BYTES);
    }

    /** SHA-256 as hexadecimal digits. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
