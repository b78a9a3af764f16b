// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;

/**
 * The removal of an authenticator app with its account, and not before: a user who reads the mail need not have the
 * app. Only an app that no code has confirmed yet is removed when an address is proven, since nothing depends on it.
 */
public final class AccountTotpRecords implements AccountRecords {
    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        return TotpRows.unconfirmed(data, userId);
    }

    @Override
    public List<Mutation> others(DataService data, String userId) {
        return TotpRows.deletions(data, userId);
    }
}
