// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest without errors.
 *
 * @param name the name of the app
 * @param version the version of the app
 * @param entities the entities of the app, in declared order, without system entities
 * @param policies in declared order, unparsed
 * @param operations queries and actions
 * @param routes the routes of pages
 * @param rooms the rules about rooms, in declared order
 * @param requiredHooks the required hooks by entity; without them, writes to the entity are refused. Contains only
 *     entities with required hooks
 * @param document the manifest as it was read, as compact JSON
 */
public record Manifest(
        String name,
        String version,
        List<Entity> entities,
        List<PolicyRule> policies,
        List<DeclaredOperation> operations,
        List<DeclaredRoute> routes,
        List<DeclaredRoom> rooms,
        Map<String, Set<String>> requiredHooks,
        JsonText document) {
    public Manifest {
        entities = List.copyOf(entities);
        policies = List.copyOf(policies);
        operations = List.copyOf(operations);
        routes = List.copyOf(routes);
        rooms = List.copyOf(rooms);
        requiredHooks = Map.copyOf(requiredHooks);
    }

    /** Creates a manifest without rooms and required hooks. */
    public Manifest(
            String name,
            String version,
            List<Entity> entities,
            List<PolicyRule> policies,
            List<DeclaredOperation> operations,
            List<DeclaredRoute> routes,
            JsonText document) {
        this(name, version, entities, policies, operations, routes, List.of(), Map.of(), document);
    }

    /** A query or an action with its input. */
    public record DeclaredOperation(String name, boolean action, List<Field> input) {}

    /** A page route; {@code query} may be null. */
    public record DeclaredRoute(String path, String mode, String query, boolean signedIn) {}

    /**
     * The rules for a room or a set of rooms, unparsed.
     *
     * @param pattern a name, or the beginning of names and a {@code *}
     * @param join the rule for joining
     * @param broadcast the rule for members that send to all; null for everybody in the room
     */
    public record DeclaredRoom(String pattern, PolicyRule.Expression join, PolicyRule.Expression broadcast) {}
}
