// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The source of read scopes and snapshots, for bundles of the product that keep their own results up to date, such as
 * live queries. A bundle that passes rows on must apply the scope; nothing else does.
 *
 * <p>While the store or the policy engine is being replaced, calls wait up to 5 seconds and then fail with
 * {@code UNAVAILABLE}.
 */
@ProviderType
public interface ReadScopes {
    /**
     * Returns the read scope of the principal for the entity. Cheap enough to call once a second for every subscription
     * of every socket.
     *
     * @param entity of the generation that serves, else {@link io.lynchet.api.schema.SchemaChangedException}
     * @param now the value of {@code now} in rules
     */
    ReadScope scope(Principal principal, Entity entity, Instant now);

    /**
     * Opens a snapshot of the newest state for the length of the call. Blocks. The body must not call this service or
     * the data service. In a {@link CallContext} all reads of the body share one deadline, see {@link DataService};
     * without a context they have none.
     */
    <T> T now(Function<DataSnapshot, T> body);
}
