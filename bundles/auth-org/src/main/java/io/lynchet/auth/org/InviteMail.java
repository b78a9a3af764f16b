// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer.Mail;

/** The words that somebody gets who is invited, and the page that they are to open. */
final class InviteMail {
    private static final String PLACEHOLDER = "{token}";

    private final String page;

    /** @param page address of a page with {@code {token}} in it, or empty to mail the bare token; {@code CONFIGURATION_INVALID} */
    InviteMail(String page) {
        if (!page.isEmpty() && !page.contains(PLACEHOLDER)) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "invitePageUrl has no {token} in it.");
        }
        this.page = page;
    }

    /** Where somebody can accept it: the app's page, or else the path that takes the token. */
    String acceptUrl(String token) {
        return page.isEmpty() ? AcceptInvite.path(token) : page.replace(PLACEHOLDER, token);
    }

    /** @param organisation and app: what is no text of one line is taken out of them */
    Mail of(String app, String organisation, Invite invite, String token) {
        String name = line(organisation);
        String way = page.isEmpty()
                ? "sign in there with this address and enter this token"
                : "open this page and sign in with this address";
        String text = """
                You are invited to join %s on %s, as %s. To accept, %s:

                    %s

                It works once, within %s days, and for this address only.

                If you do not know what this is about, you need not do anything.
                """.formatted(
                        name,
                        line(app),
                        invite.role().wire(),
                        way,
                        page.isEmpty() ? token : acceptUrl(token),
                        Invitations.LIFE.toDays());
        return new Mail(invite.email(), "Join " + name + " on " + line(app), text);
    }

    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }
}
