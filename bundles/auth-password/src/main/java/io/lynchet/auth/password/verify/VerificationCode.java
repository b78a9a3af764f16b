// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of six digits that prove an address, and their stored form: HMAC-SHA-256 with a random key of the row. That
 * keeps codes out of logs and backups, and from anyone who sees a row by chance, but no more: the key is beside the
 * hash, and there are only a million codes. A code is worthless without a session of its account, though.
 */
final class VerificationCode {
    private static final int CODES = 1_000_000;
    private static final int SALT_BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");

    private final SecureRandom random = new SecureRandom();

    String newCode() {
        return String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
    }

    String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** Tells whether the text has the form of a code. */
    static boolean isCode(String text) {
        return SIX_DIGITS.matcher(text).matches();
    }

    /**
     * Returns the hash of a code.
     *
     * @param email the address that it is mailed to; the code is valid for no other address, and in no other account's
     *     row
     */
    static String hash(String salt, String userId, String email, String code) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), HMAC));
            String text = userId + ' ' + email + ' ' + code;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Compares a code with the hash, in constant time. */
    static boolean matches(PendingVerification sent, String code) {
        byte[] given = hash(sent.salt(), sent.userId(), sent.email(), code).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(given, sent.codeHash().getBytes(StandardCharsets.US_ASCII));
    }
}
