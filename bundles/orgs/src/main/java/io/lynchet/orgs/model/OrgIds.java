// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The ids and tokens of organisations. A token of 256 random bits needs no salt and no slow hash, since it can't be
 * guessed.
 */
public final class OrgIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 20;
    private static final int TOKEN_BYTES = 32;

    private OrgIds() {}

    /** Returns a new id, in the form of row ids. */
    public static String random() {
        return hex(ID_BYTES);
    }

    /** Returns a new token of an invitation. */
    public static String token() {
        return hex(TOKEN_BYTES);
    }

    /** Returns the id of a membership, derived from user and organisation, so that a user can't be a member twice. */
    public static String member(String organisationId, String userId) {
        return digest(organisationId + '\0' + userId).substring(0, 2 * ID_BYTES);
    }

    /** Returns the SHA-256 in hexadecimal digits. */
    public static String digest(String text) {
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
