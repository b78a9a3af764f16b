// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address that an authenticator app reads from a QR code. */
public final class KeyUri {
    private KeyUri() {}

    /**
     * Returns the address in the form that all apps understand.
     *
     * @param issuer the name of the service that the app shows
     * @param account the name of the account that it shows
     */
    public static String of(String issuer, String account, String secret) {
        String service = encoded(issuer);
        return "otpauth://totp/" + service + ":" + encoded(account) + "?secret=" + secret + "&issuer=" + service
                + "&algorithm=SHA1&digits=" + TimeCodes.DIGITS + "&period=" + TimeCodes.STEP_SECONDS;
    }

    // A colon divides the two names, and apps look for it after decoding.
    private static String encoded(String name) {
        return URLEncoder.encode(name.replace(':', ' '), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
