// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

/**
 * The caller of an action on organisations.
 *
 * @param userId null for the admin token
 * @param admin whether it is the admin token, which has the rights of owners
 */
public record OrgActor(String userId, boolean admin) {
    public static final OrgActor ADMIN = new OrgActor(null, true);
}
