// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.auth.Mailer.Mail;

/** The texts of the mails about an address. */
final class VerificationMail {
    private static final int NAME_CHARS_MAX = 80;

    private VerificationMail() {}

    /**
     * Returns the mail with a code.
     *
     * @param app the app's name; characters that do not fit one line of text are removed
     */
    static Mail code(String app, PendingVerification sent, String code) {
        boolean change = !sent.email().equals(sent.accountEmail());
        String text = """
                %s

                    %s

                Enter it in %s, where you are signed in, if it was you. It works once, within %s minutes.

                If it was not you, ignore this mail and don't share the code. With the code somebody who is signed in to that \
                account can claim your address. Without it the address stays unverified.
                """.formatted(reason(line(app), change), code, line(app), EmailVerification.LIFE.toMinutes());
        return new Mail(sent.email(), change ? "Confirm your new address" : "Confirm your address", text);
    }

    private static String reason(String app, boolean change) {
        return change
                ? "Somebody wants to use this address for their account of " + app + ". This code confirms it:"
                : "Somebody has created an account of " + app
                        + " with this address. This code confirms that it is theirs:";
    }

    /** Returns the mail that tells the reader of the old address about the change. */
    static Mail changed(String app, String oldEmail) {
        String text = """
                The address of your account of %s has changed. This is the last mail about it to the old address.

                If it was not you, somebody knows your password: tell the operators of %s.
                """.formatted(line(app), line(app));
        return new Mail(oldEmail, "Your address was changed", text);
    }

    private static String line(String app) {
        String name = app.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        return name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
    }
}
