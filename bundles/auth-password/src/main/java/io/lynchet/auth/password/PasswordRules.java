// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which passwords may be chosen. Length counts; there are no rules about digits and signs, since those make people choose worse ones. */
final class PasswordRules {
    /** More than anybody types, and little enough to be read and hashed in no time. */
    static final int CHARS_MAX = 1_000;

    private static final Set<String> COMMON = common();

    private final int charsMin;

    PasswordRules(int charsMin) {
        this.charsMin = charsMin;
    }

    /**
     * {@code WEAK_PASSWORD} with the reason.
     *
     * @param member name of the member of the body in which it came
     * @param email address of the account, or null
     */
    void check(String member, String password, String email) {
        if (password.codePointCount(0, password.length()) < charsMin) {
            throw weak(member, "The password needs at least " + charsMin + " characters.");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (email != null && (lower.equals(email) || lower.equals(email.substring(0, email.indexOf('@'))))) {
            throw weak(member, "The password is the address.");
        }
        if (COMMON.contains(lower) || password.chars().distinct().count() < 3) {
            throw weak(member, "The password is one of those that are tried first.");
        }
    }

    private static LynchetException weak(String member, String message) {
        return LynchetException.invalid(List.of(new Problem("$." + member, ErrorCode.WEAK_PASSWORD, message)));
    }

    private static Set<String> common() {
        try (InputStream in = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
