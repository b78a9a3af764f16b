// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which addresses are kept and compared. Whether mail reaches one is proven by mail, not by a pattern. */
final class EmailAddress {
    private static final int CHARS_MAX = 254;
    private static final Pattern FORM = Pattern.compile(
            "[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\]]{1,64}@[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\]]+\\.[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\].]{2,}");

    private EmailAddress() {}

    /** {@code INVALID_EMAIL} when it is none. */
    static String normal(String email) {
        if (email.length() > CHARS_MAX || !FORM.matcher(email).matches()) {
            throw new LynchetException(ErrorCode.INVALID_EMAIL, "That is no email address.");
        }
        return email.toLowerCase(Locale.ROOT);
    }
}
