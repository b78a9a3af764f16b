// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;

/**
 * An authenticator app goes with its account, and not before: whoever reads mail does not have the app. Only one that no code has confirmed yet goes
 * when an address is proven, since nothing depends on it.
 */
final class TotpRecords implements AccountRecords {
    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        return TotpRows.unconfirmed(data, userId);
    }

    @Override
    public List<Mutation> others(DataService data, String userId) {
        return TotpRows.deletions(data, userId);
    }
}
