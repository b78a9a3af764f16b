// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import java.util.Set;

/**
 * The rows of an entity that a principal may read, as a condition, for bundles that keep their own results up to date.
 * Principals whose scopes have equal keys within one generation may read exactly the same.
 *
 * @param entity of the generation that serves
 * @param filter the condition for readable rows; {@link Filter.Constant#FALSE} when there are none
 * @param key equal for principals with the same rights, within one generation of the app
 * @param fingerprint the key as text, also valid across restarts: two scopes with equal fingerprints let the same rows
 *     through, given the same rows. It reveals nothing else, so the principal may see it. 1 to 40 letters, digits, dots
 *     and hyphens.
 * @param reads the other entities that the rule reads ({@code exists}); a change of theirs may show or hide rows of
 *     this one
 * @param changesByItself whether the result may change without a change of rows: it depends on the time, or on a
 *     function that a bundle provides
 * @param everyField whether server-only fields are visible
 * @param nothing whether the rule denies every row, so that reads fail with {@code POLICY_DENIED}
 */
public record ReadScope(
        Entity entity,
        Filter filter,
        Object key,
        String fingerprint,
        Set<Entity> reads,
        boolean changesByItself,
        boolean everyField,
        boolean nothing) {
    public ReadScope {
        reads = Set.copyOf(reads);
    }
}
