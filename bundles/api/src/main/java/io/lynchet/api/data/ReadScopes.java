// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * For bundles that are part of the product and keep results of their own up to date, such as live queries: what a principal may read, and
 * everything at one moment. Whoever passes rows on applies the scope; nobody else does.
 *
 * <p>While the store or the policy engine is being replaced, calls wait up to 5 seconds and then fail with {@code UNAVAILABLE}.
 */
@ProviderType
public interface ReadScopes {
    /**
     * What the principal may read of the entity. Cheap enough to be called for every subscription of every socket once a second.
     *
     * @param entity of the generation that serves, else {@link io.lynchet.api.schema.SchemaChangedException}
     * @param now what the rules see as {@code now}
     */
    ReadScope scope(Principal principal, Entity entity, Instant now);

    /**
     * Opens the newest moment for the length of the call. Blocks. The body must not call this service or the data service. In a {@link CallContext} all
     * its reads have one deadline together, see {@link DataService}; without one they have none.
     */
    <T> T now(Function<Moment, T> body);
}
