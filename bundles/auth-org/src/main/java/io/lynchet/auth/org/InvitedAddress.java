// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.EmailAddress;
import java.util.regex.Pattern;

/** The form of addresses that are invited. What is mailed to is one address and nothing else: no list, no name, no line break. */
final class InvitedAddress {
    static final int CHARS_MAX = EmailAddress.CHARS_MAX;

    // Stricter than the standards, which allow what no mail system takes: quotes, comments, addresses of machines.
    private static final Pattern FORM = Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
            + "@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])");

    private InvitedAddress() {}

    /** In its canonical form, as accounts have it; {@code MISSING_EMAIL}, {@code INVALID_EMAIL}. */
    static String normal(String given) {
        String typed = given == null ? "" : given.strip();
        if (typed.isEmpty()) {
            throw new LynchetException(ErrorCode.MISSING_EMAIL, "The key \"email\" is missing.");
        }
        String email = EmailAddress.canonical(typed);
        boolean dotted = email.startsWith(".") || email.contains("..") || email.contains(".@");
        if (given.length() > CHARS_MAX || dotted || !FORM.matcher(email).matches()) {
            throw new LynchetException(ErrorCode.INVALID_EMAIL, "That is no email address.");
        }
        return email;
    }
}
