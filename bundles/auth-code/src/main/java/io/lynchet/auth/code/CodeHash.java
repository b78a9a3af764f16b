// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes, and the hashes that are stored of them.
 *
 * <p>A hash is HMAC-SHA-256 with a random key of its row. That keeps codes out of logs and backups, and from anyone who
 * sees a row by chance. The same code looks different in each row.
 *
 * <p>It does <b>not</b> stop an attacker who can read the database: the key is beside the hash, and trying the million
 * short codes takes a second. The damage is limited otherwise. A code is valid for ten minutes, one use, and one
 * address, whose owner just got it. Rows are deleted when used or expired, and their remains in the log open nothing. A
 * key outside the database would not help against a reader of the whole machine, and would be one more secret to keep.
 */
final class CodeHash {
    /** The number of digits of a code that is short enough to type. */
    static final int SHORT = 6;

    /** The number of digits of a code that can't be guessed, however many are sent. */
    static final int LONG = 10;

    private static final int SALT_BYTES = 32;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}|[0-9]{10}");

    private final SecureRandom random = new SecureRandom();

    /**
     * Returns a new code.
     *
     * @param digits {@link #SHORT} or {@link #LONG}
     */
    String newCode(int digits) {
        StringBuilder code = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            code.append((char) ('0' + random.nextInt(10)));
        }
        return code.toString();
    }

    String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** Tells whether the text has the form of a code. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /**
     * Returns the hash of a code.
     *
     * @param id the id of the row; a hash is valid in no other one
     */
    static String of(String salt, String id, String code) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((id + ":" + code).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Compares a code with the hash, in constant time. */
    static boolean matches(PendingCode pending, String code) {
        byte[] given = of(pending.salt(), pending.id(), code).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(given, pending.codeHash().getBytes(StandardCharsets.US_ASCII));
    }
}
