// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle keeps about accounts in system entities of its own, so that it goes when they go. A bundle offers one as a service. The auth
 * bundle asks all of them inside its lease of the data service, and writes what they answer in one transaction with its own changes; a method
 * may be called again when that transaction has to be repeated. It only reads, by the data service that it is given.
 */
@ConsumerType
public interface AccountRecords {
    /**
     * Deletions of what lets somebody into the account by itself, such as passwords. Asked for when the account is deleted, and when its
     * address is proven for the first time, since whoever made it may not be whose address it is. A second factor is none of that: it lets nobody
     * in, and mail must not take it off.
     */
    List<Mutation> credentials(DataService data, String userId);

    /** Changes for everything else, second factors included, when the account is deleted. May refuse that by throwing, such as {@code LAST_OWNER}. */
    List<Mutation> others(DataService data, String userId);
}
