// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The app on a telephone that shows codes, by RFC 6238. */
public final class AuthenticatorApp {
    private AuthenticatorApp() {}

    /**
     * Returns the code of one step of 30 seconds, as the body of a request.
     *
     * @param base32 the secret
     */
    public static String code(String base32, long step) throws GeneralSecurityException {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        ByteBuffer key = ByteBuffer.allocate(base32.length() * 5 / 8);
        long bits = 0;
        int held = 0;
        for (char c : base32.toCharArray()) {
            bits = bits << 5 | alphabet.indexOf(c);
            held += 5;
            if (held >= 8 && key.hasRemaining()) {
                held -= 8;
                key.put((byte) (bits >> held));
            }
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
        int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
        return String.format(Locale.ROOT, "{\"code\":\"%06d\"}", number % 1_000_000);
    }
}
