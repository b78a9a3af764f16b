// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.schema.Entity;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All policies of a manifest, compiled against one generation of the schema. */
@ProviderType
public interface PolicySet {
    /**
     * Returns the problems, with positions inside the expressions. A set with an error denies everything to everyone
     * but admins.
     */
    List<Diagnostic> diagnostics();

    /**
     * Returns the rule for an action, never null. An entity without a policy, or a system entity, has a rule that
     * permits admins only.
     */
    AccessRule rule(Entity entity, Action action);
}
