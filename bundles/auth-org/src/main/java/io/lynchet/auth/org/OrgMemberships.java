// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.Memberships;
import java.util.Optional;

/** Tells the authenticator who belongs where. Nobody belongs anywhere while the manifest has organisations disabled. */
final class OrgMemberships implements Memberships {
    private final OrgStore store;
    private final OrgSettings settings;

    OrgMemberships(OrgStore store, OrgSettings settings) {
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
