// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.JsonText;
import io.lynchet.api.policy.PolicyRule;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.List;

/**
 * A manifest without errors.
 *
 * @param name of the app
 * @param version of the app
 * @param entities of the app, in declared order, without system entities
 * @param policies in declared order, unparsed
 * @param operations queries and actions
 * @param routes of pages
 * @param document the manifest as it was read, as compact JSON
 */
public record Manifest(
        String name,
        String version,
        List<Entity> entities,
        List<PolicyRule> policies,
        List<DeclaredOperation> operations,
        List<DeclaredRoute> routes,
        JsonText document) {
    public Manifest {
        entities = List.copyOf(entities);
        policies = List.copyOf(policies);
        operations = List.copyOf(operations);
        routes = List.copyOf(routes);
    }

    /** A query or an action with its input. */
    public record DeclaredOperation(String name, boolean action, List<Field> input) {}

    /** A page route; {@code query} may be null. */
    public record DeclaredRoute(String path, String mode, String query, boolean signedIn) {}
}
