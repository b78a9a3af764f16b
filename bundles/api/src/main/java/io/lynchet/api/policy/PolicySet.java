// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.schema.Entity;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All policies of a manifest, compiled against one generation of the schema. */
@ProviderType
public interface PolicySet {
    /** What is wrong, with positions inside the expressions. When there is an error the set denies everything to everyone but admins. */
    List<Diagnostic> diagnostics();

    /** Never null: an entity without a policy, and a system entity, has a rule that permits admins only. */
    AccessRule rule(Entity entity, Action action);
}
