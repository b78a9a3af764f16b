// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;

/**
 * The identity of a user at a provider.
 *
 * @param subject the user's id, which never changes there
 * @param email verified by the provider and in its canonical form, or null
 * @param displayName or null
 * @param avatarUrl or null
 */
public record Identity(String subject, String email, String displayName, String avatarUrl) {
    private static final int NAME_CHARS_MAX = 200;
    private static final int URL_CHARS_MAX = 2_000;
    private static final int SUBJECT_CHARS_MAX = 255;

    /** Returns the identity for a provider's values; leaves out optional ones that are unusable. */
    static Identity of(String subject, String verifiedEmail, String name, String picture) {
        if (subject == null || subject.isEmpty() || subject.length() > SUBJECT_CHARS_MAX || !isPlain(subject)) {
            throw new IdentityUnconfirmedException("no usable subject");
        }
        return new Identity(subject, email(verifiedEmail), name(name), url(picture));
    }

    private static String email(String text) {
        try {
            return text == null ? null : EmailAddress.canonical(text);
        } catch (LynchetException e) {
            return null;
        }
    }

    private static String name(String text) {
        if (text == null || text.isBlank() || !isPlain(text)) {
            return null;
        }
        int end = Math.min(text.length(), NAME_CHARS_MAX);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static String url(String text) {
        boolean usable = text != null
                && text.length() <= URL_CHARS_MAX
                && text.startsWith("https://")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return usable ? text : null;
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
