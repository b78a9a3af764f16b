// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.auth.Mailer.Mail;

/** The words that people get. */
final class CodeMail {
    private static final int NAME_CHARS_MAX = 80;

    private CodeMail() {}

    /** @param app name of the app; what is no text of one line is taken out of it */
    static Mail of(String app, String email, String code, long minutes) {
        String name = app.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        name = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
        String text = """
                Your code to sign in to %s:

                    %s

                It works once, within %s minutes. Enter it only where you asked for it, and tell it to nobody.

                If you did not ask for it, somebody may have mistyped their address. You need not do anything: \
                without the code nobody gets in. Do not pass it on.
                """.formatted(name, code, minutes);
        return new Mail(email, "Sign in to " + name, text);
    }
}
