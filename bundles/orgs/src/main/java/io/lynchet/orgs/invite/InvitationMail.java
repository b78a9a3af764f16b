// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer.Mail;
import io.lynchet.orgs.model.Invitation;

/** The text of an invitation's mail, and the page that it links to. */
public final class InvitationMail {
    private static final String PLACEHOLDER = "{token}";

    private final String page;

    /**
     * Creates the text. Fails with {@code CONFIGURATION_INVALID} for a wrong page.
     *
     * @param page the address of a page with {@code {token}} in it, or empty to mail the bare token
     */
    public InvitationMail(String page) {
        if (!page.isEmpty() && !page.contains(PLACEHOLDER)) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "invitePageUrl must contain {token}.");
        }
        this.page = page;
    }

    /** Returns the address to accept an invitation: the app's page, or else the path that takes the token. */
    String acceptUrl(String token) {
        return page.isEmpty() ? AcceptInvite.path(token) : page.replace(PLACEHOLDER, token);
    }

    /**
     * Returns the mail.
     *
     * @param organisation and {@code app}: characters that do not fit one line of text are removed
     */
    Mail of(String app, String organisation, Invitation invite, String token) {
        String name = line(organisation);
        String way = page.isEmpty()
                ? "sign in there with this address and enter this token"
                : "open this page and sign in with this address";
        String text = """
                You are invited to join %s on %s, as %s. To accept, %s:

                    %s

                It works once, within %s days, and for this address only.

                If you do not know what this is about, ignore this mail.
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
