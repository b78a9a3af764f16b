// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

/**
 * The limits of organisations. They bound the rows that one change reads, and the rows that one account can store.
 *
 * @param ofUserMax the most organisations of a user
 * @param membersMax the most members of an organisation
 * @param invitesMax the most open invitations of an organisation
 */
public record OrgLimits(int ofUserMax, int membersMax, int invitesMax) {
    public static final OrgLimits USUAL = new OrgLimits(100, 1_000, 200);
}
