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
 * Makes codes, and the hashes that are stored of them.
 *
 * <p>A hash is HMAC-SHA-256 with a random key of its row. That keeps codes out of logs, backups and the eyes of whoever looks at a row by
 * chance, and makes the same code look different in each row. It does <b>not</b> stop somebody who can read the database: the key is beside the
 * hash and of the short codes there are only a million, so trying them all takes a second. What limits the damage is that a code is worth ten minutes, one
 * use, and one address to which its owner was just sent it; rows are deleted when used or expired, and what the log still has of them opens
 * nothing. A key outside the database would not help against a reader of the whole machine, and would be one more secret to keep.
 */
final class CodeHash {
    /** Digits of a code that is typed over from a mail. */
    static final int SHORT = 6;

    /** Digits of one that can't be guessed, however many are asked for. */
    static final int LONG = 10;

    private static final int SALT_BYTES = 32;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}|[0-9]{10}");

    private final SecureRandom random = new SecureRandom();

    /** @param digits {@link #SHORT} or {@link #LONG} */
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

    /** Whether it could be a code at all. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** @param id of the row, so that a hash is good in no other one */
    static String of(String salt, String id, String code) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((id + ":" + code).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Takes the same time whatever is wrong with the code. */
    static boolean matches(Pending pending, String code) {
        byte[] given = of(pending.salt(), pending.id(), code).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(given, pending.codeHash().getBytes(StandardCharsets.US_ASCII));
    }
}
