// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.auth.Mailer.Mail;

/** The text of the mail. */
final class CodeMail {
    private static final int NAME_CHARS_MAX = 80;

    private CodeMail() {}

    /**
     * Returns the mail with a code.
     *
     * @param app the name of the app; characters that do not fit one line of text are removed
     */
    static Mail of(String app, String email, String code, long minutes) {
        String name = app.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        name = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
        String text = """
                Your code to sign in to %s:

                    %s

                It works once, within %s minutes. Enter it only where you asked for it, and don't share it.

                If you did not ask for it, ignore this mail: somebody may have mistyped their address. \
                Without the code nobody can sign in.
                """.formatted(name, code, minutes);
        return new Mail(email, "Sign in to " + name, text);
    }
}
