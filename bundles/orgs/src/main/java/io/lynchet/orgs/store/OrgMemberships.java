// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.auth.Memberships;
import io.lynchet.orgs.model.OrgSettings;
import java.util.Optional;

/** The memberships for the authenticator. There are none while the manifest has organisations disabled. */
public final class OrgMemberships implements Memberships {
    private final OrgStore store;
    private final OrgSettings settings;

    public OrgMemberships(OrgStore store, OrgSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Override
    public Optional<String> role(String organisationId, String userId) {
        return store.read(view -> settings.disabled(view.data())
                ? Optional.empty()
                : view.member(organisationId, userId)
                        .map(member -> member.role().wire()));
    }
}
