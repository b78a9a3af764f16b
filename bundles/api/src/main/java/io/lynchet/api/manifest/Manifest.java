// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.JsonText;
import io.lynchet.api.policy.PolicyRule;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest without errors.
 *
 * @param name of the app
 * @param version of the app
 * @param entities of the app, in declared order, without system entities
 * @param policies in declared order, unparsed
 * @param operations queries and actions
 * @param routes of pages
 * @param rooms who may be where, in declared order
 * @param requiredHooks by entity, names of the hooks without which it is not written; only entities that name any
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

    /** A manifest that says nothing about rooms and hooks. */
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
     * Who may be in a room, unparsed.
     *
     * @param pattern a name, or the beginning of names and a {@code *}
     * @param join who may enter
     * @param broadcast who in it may send to all; null for everybody
     */
    public record DeclaredRoom(String pattern, PolicyRule.Expression join, PolicyRule.Expression broadcast) {}
}
