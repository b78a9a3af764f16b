// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

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

/**
 * The rules for new passwords. Length counts; there are no rules about digits and signs, which make people choose worse
 * passwords.
 */
public final class PasswordRules {
    /** Longer than any user types, and short enough to be read and hashed quickly. */
    static final int CHARS_MAX = 1_000;

    private static final Set<String> COMMON = common();

    private final int charsMin;

    public PasswordRules(int charsMin) {
        this.charsMin = charsMin;
    }

    /**
     * Fails with {@code WEAK_PASSWORD} and the reason when the password breaks a rule.
     *
     * @param member the name of the body's member with the password
     * @param email the address of the account, or null
     */
    public void check(String member, String password, String email) {
        if (password.codePointCount(0, password.length()) < charsMin) {
            throw weak(member, "The password needs at least " + charsMin + " characters.");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (email != null && (lower.equals(email) || lower.equals(email.substring(0, email.indexOf('@'))))) {
            throw weak(member, "The password equals the address; choose another.");
        }
        if (COMMON.contains(lower) || password.chars().distinct().count() < 3) {
            throw weak(member, "The password is one of the most common ones; choose another.");
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
