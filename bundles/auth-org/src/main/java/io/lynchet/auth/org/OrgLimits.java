// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

/**
 * How many there may be. They keep what is read for one change small, and one account from filling the store.
 *
 * @param ofUserMax organisations that somebody is a member of
 * @param membersMax members of an organisation
 * @param invitesMax open invitations of an organisation
 */
record OrgLimits(int ofUserMax, int membersMax, int invitesMax) {
    static final OrgLimits USUAL = new OrgLimits(100, 1_000, 200);
}
