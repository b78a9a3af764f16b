// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The canonical form of email addresses, in which they are stored and compared, so that one mailbox has one account
 * however it is typed. Only a mail proves that an address works; no pattern does. Pure functions, for any thread,
 * without lookups.
 */
public final class EmailAddress {
    /** The most characters of an address, before and after canonicalisation (RFC 5321). */
    public static final int CHARS_MAX = 254;

    private static final Pattern LOCAL = Pattern.compile("[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\]]{1,64}");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])");

    // Stricter than the standards, which allow forms that no mail system accepts: quotes, comments, addresses of
    // machines.
    private static final Pattern MAILABLE_LOCAL = Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");

    private EmailAddress() {}

    /**
     * Returns the canonical form: composed (NFC), in lower case, with the domain in the letters of the DNS
     * ({@code xn--...}). The canonical form of a canonical form is the same. Fails with {@code INVALID_EMAIL} when the
     * text is no address, or has an invisible character: controls, spaces, direction marks, joiners, fillers. The
     * characters ß and ς in a domain are refused, too, since the two standards for them mean different domains.
     */
    public static String canonical(String email) {
        if (email.length() > CHARS_MAX) {
            throw invalid("The email address is not valid.");
        }
        email.codePoints().filter(EmailAddress::isInvisible).findFirst().ifPresent(hidden -> {
            throw invalid(String.format(
                    Locale.ROOT, "The address has an invisible character, U+%04X; type it again.", hidden));
        });
        String composed = Normalizer.normalize(email, Normalizer.Form.NFC);
        int at = composed.indexOf('@');
        if (at < 0) {
            throw invalid("The email address is not valid.");
        }
        String local = Normalizer.normalize(composed.substring(0, at).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        String canonical = local + "@" + domain(composed.substring(at + 1));
        if (canonical.length() > CHARS_MAX || !LOCAL.matcher(local).matches()) {
            throw invalid("The email address is not valid.");
        }
        return canonical;
    }

    /**
     * Returns the canonical form of an address to which mail will be sent. The text must be one address and nothing
     * else: no list, no name, no line break. Spaces around it are removed, but count for the length limit. Fails with
     * {@code MISSING_EMAIL} when the text is blank, and with {@code INVALID_EMAIL}.
     */
    public static String mailable(String given) {
        String typed = given.strip();
        if (typed.isEmpty()) {
            throw new LynchetException(ErrorCode.MISSING_EMAIL, "The key \"email\" is missing.");
        }
        String email = canonical(typed);
        String local = email.substring(0, email.indexOf('@'));
        boolean dotted = local.startsWith(".") || local.endsWith(".") || email.contains("..");
        if (given.length() > CHARS_MAX
                || dotted
                || !MAILABLE_LOCAL.matcher(local).matches()) {
            throw invalid("The email address is not valid.");
        }
        return email;
    }

    /**
     * Returns the {@link #canonical} form for finding an account that may be older than this rule. A text without a
     * canonical form comes back in lower case, without an error.
     */
    public static String comparable(String email) {
        try {
            return canonical(email);
        } catch (LynchetException e) {
            return email.toLowerCase(Locale.ROOT);
        }
    }

    private static String domain(String typed) {
        if (typed.indexOf('ß') >= 0 || typed.indexOf('ς') >= 0 || typed.indexOf('ẞ') >= 0) {
            throw invalid("Write the domain as it is in the DNS, xn--...: its letters mean different domains.");
        }
        String domain;
        try {
            domain = IDN.toASCII(typed.toLowerCase(Locale.ROOT), IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new LynchetException(ErrorCode.INVALID_EMAIL, "The email address is not valid.", e);
        }
        if (!DOMAIN.matcher(domain).matches()) {
            throw invalid("The email address is not valid.");
        }
        return domain;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isIgnorable(c);
        };
    }

    /** Returns whether a character is invisible although it counts as a letter, a mark or a symbol. */
    private static boolean isIgnorable(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x2800
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.INVALID_EMAIL, message);
    }
}
