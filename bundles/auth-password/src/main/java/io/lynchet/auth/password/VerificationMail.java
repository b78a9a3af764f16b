// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.Mailer.Mail;

/** The words that people get about their address. */
final class VerificationMail {
    private static final int NAME_CHARS_MAX = 80;

    private VerificationMail() {}

    /** @param app its name; what is no text of one line is taken out of it */
    static Mail code(String app, Verification sent, String code) {
        boolean change = !sent.email().equals(sent.accountEmail());
        String text = """
                %s

                    %s

                Enter it in %s, where you are signed in, if it was you. It works once, within %s minutes.

                If it was not you, do nothing, and pass the code on to nobody: whoever has it, and is signed in to that \
                account, can claim that this address is theirs. Without it the address stays unproven.
                """.formatted(reason(line(app), change), code, line(app), Verifications.LIFE.toMinutes());
        return new Mail(sent.email(), change ? "Confirm your new address" : "Confirm your address", text);
    }

    private static String reason(String app, boolean change) {
        return change
                ? "Somebody wants to use this address for their account of " + app + ". This code confirms it:"
                : "Somebody has made an account of " + app
                        + " with this address. This code confirms that it is theirs:";
    }

    /** Tells whoever gets the mail of the old address. */
    static Mail changed(String app, String oldEmail) {
        String text = """
                The address of your account of %s was changed, so this is the last mail about it to the old one.

                If it was not you, somebody knows your password: tell the people who run %s.
                """.formatted(line(app), line(app));
        return new Mail(oldEmail, "Your address was changed", text);
    }

    private static String line(String app) {
        String name = app.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        return name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
    }
}
