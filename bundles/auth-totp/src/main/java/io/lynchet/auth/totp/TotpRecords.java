// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;

/** An authenticator app goes with its account, and with the claim of whoever made the account without proving the address. */
final class TotpRecords implements AccountRecords {
    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        return TotpRows.deletions(data, userId);
    }

    @Override
    public List<Mutation> others(DataService data, String userId) {
        return List.of();
    }
}
