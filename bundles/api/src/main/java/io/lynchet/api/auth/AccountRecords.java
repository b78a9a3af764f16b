// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The data about accounts that a bundle keeps in its own system entities, so that it is deleted with the account. A
 * bundle offers one as a service.
 *
 * <p>The auth bundle calls all of them inside its lease of the data service. It writes the returned mutations in one
 * transaction with its own changes. When that transaction has to be repeated, it calls a method again. An
 * implementation only reads, and only through the given data service.
 */
@ConsumerType
public interface AccountRecords {
    /**
     * Returns deletions of the credentials that suffice for signing in, such as passwords. Called when the account is
     * deleted. Called also when its address is proven for the first time, since another person may have created the
     * account with that address. A second factor is not among them: it does not suffice for signing in, and mail must
     * not remove it.
     */
    List<Mutation> credentials(DataService data, String userId);

    /**
     * Returns changes for all other data, second factors included, when the account is deleted. May refuse the deletion
     * by throwing, for example {@code LAST_OWNER}.
     */
    List<Mutation> others(DataService data, String userId);
}
