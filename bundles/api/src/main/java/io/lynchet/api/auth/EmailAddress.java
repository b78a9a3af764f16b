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
 * The one form in which an address is kept and compared, so that one mailbox has one account however it is typed. Whether mail reaches it is
 * proven by mail, not by a pattern. Pure functions, for any thread; nothing is looked up.
 */
public final class EmailAddress {
    /** Characters that an address may have, before and after (RFC 5321). */
    public static final int CHARS_MAX = 254;

    private static final Pattern LOCAL = Pattern.compile("[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\]]{1,64}");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])");

    // Stricter than the standards, which allow what no mail system takes: quotes, comments, addresses of machines.
    private static final Pattern MAILABLE_LOCAL = Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");

    private EmailAddress() {}

    /**
     * Composed (NFC), in lower case, its domain in the letters of the DNS ({@code xn--...}). Doing it again changes nothing.
     * {@code INVALID_EMAIL} when it is no address, and when it has a character that nobody sees: controls, spaces, marks of direction,
     * joiners, fillers. The characters ß and ς in a domain are refused, too, since the two standards for them mean different domains.
     */
    public static String canonical(String email) {
        if (email.length() > CHARS_MAX) {
            throw invalid("That is no email address.");
        }
        email.codePoints().filter(EmailAddress::isInvisible).findFirst().ifPresent(hidden -> {
            throw invalid(String.format(
                    Locale.ROOT, "The address has a character that can't be seen, U+%04X; type it anew.", hidden));
        });
        String composed = Normalizer.normalize(email, Normalizer.Form.NFC);
        int at = composed.indexOf('@');
        if (at < 0) {
            throw invalid("That is no email address.");
        }
        String local = Normalizer.normalize(composed.substring(0, at).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        String canonical = local + "@" + domain(composed.substring(at + 1));
        if (canonical.length() > CHARS_MAX || !LOCAL.matcher(local).matches()) {
            throw invalid("That is no email address.");
        }
        return canonical;
    }

    /**
     * The canonical form of an address that mail is about to go to: one address and nothing else, no list, no name, no line break. Spaces around it are left
     * out, and count where its length is limited. {@code MISSING_EMAIL} when there is nothing else, {@code INVALID_EMAIL}.
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
            throw invalid("That is no email address.");
        }
        return email;
    }

    /**
     * The same as {@link #canonical} for what was typed to find an account that may be older than this rule: what has no canonical form comes back in lower case
     * instead of being refused.
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
            throw new LynchetException(ErrorCode.INVALID_EMAIL, "That is no email address.", e);
        }
        if (!DOMAIN.matcher(domain).matches()) {
            throw invalid("That is no email address.");
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

    /** What programs that draw text leave out though it counts as a letter, a mark or a symbol. */
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
