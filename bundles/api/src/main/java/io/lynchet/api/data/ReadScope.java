// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import java.util.Set;

/**
 * What a principal may read of an entity, as a condition, for bundles that keep results of their own up to date. Principals whose scopes are
 * equal in {@code key} and belong to one generation may read exactly the same.
 *
 * @param entity of the generation that serves
 * @param filter which rows; {@link Filter.Constant#FALSE} when none
 * @param key equal for principals with the same rights, within one generation of the app
 * @param fingerprint the same as text, also across restarts: two scopes with equal fingerprints let the same rows through, given the same
 *     rows. Tells nothing but that, so it may be given to the principal. 1 to 40 letters, digits, dots and hyphens.
 * @param reads entities whose rows decide, too ({@code exists}); a change of theirs may show or hide rows of this one
 * @param changesByItself whether the answer may change while no row does: it depends on the time, or on a function that a bundle provides
 * @param everyField whether server-only fields are shown
 * @param nothing whether the rule says no whatever the row, so that reads fail with {@code POLICY_DENIED}
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
