// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.manifest.Manifest.DeclaredRoom;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Expression;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The compiled rules about rooms. An expression sees the room as {@code data}, with {@code name} and {@code key}, and
 * the entities of the schema in {@code exists}. Immutable.
 */
public final class RoomPolicies {
    public static final RoomPolicies NONE = new RoomPolicies(List.of(), List.of());

    private final Map<String, Declared> exact = new HashMap<>();
    private final List<Declared> prefixes = new ArrayList<>();
    private final List<Diagnostic> diagnostics;

    private record Declared(String pattern, Entity entity, AccessRule join, AccessRule broadcast) {
        boolean isPrefix() {
            return pattern.endsWith("*");
        }

        String prefix() {
            return pattern.substring(0, pattern.length() - 1);
        }

        /** Returns whether the room's name begins with the prefix; the star stands for at least one character. */
        boolean matches(String room) {
            return room.length() > prefix().length() && room.startsWith(prefix());
        }

        RoomRule about(String room) {
            String key = isPrefix() ? room.substring(prefix().length()) : null;
            return new RoomRule(Row.owning(entity, new Object[] {room, room, key}), join, broadcast);
        }
    }

    /**
     * The rules of the manifest for one room.
     *
     * @param data the room as expressions see it
     * @param join the rule for joining, evaluated with {@code data} and without an existing row
     * @param broadcast the rule for broadcasting, evaluated likewise; null when everybody in the room may
     */
    public record RoomRule(Row data, AccessRule join, AccessRule broadcast) {}

    private RoomPolicies(List<Declared> declared, List<Diagnostic> diagnostics) {
        this.diagnostics = List.copyOf(diagnostics);
        for (Declared one : declared) {
            if (one.isPrefix()) {
                prefixes.add(one);
            } else {
                exact.put(one.pattern(), one);
            }
        }
        prefixes.sort(Comparator.comparingInt((Declared one) -> one.pattern().length())
                .reversed());
    }

    /**
     * Compiles the rules. Never throws for an invalid rule: see {@link #diagnostics()}.
     *
     * @param schema the schema whose entities {@code exists} finds
     */
    public static RoomPolicies compile(PolicyEngine engine, Schema schema, List<DeclaredRoom> rooms) {
        if (rooms.isEmpty()) {
            return NONE;
        }
        Map<String, Entity> entities = new HashMap<>();
        rooms.forEach(room -> entities.put(room.pattern(), entity(room)));
        List<Entity> all = new ArrayList<>(schema.entities());
        all.addAll(entities.values());
        Schema withRooms = new Schema(all);
        PolicySet join = engine.compile(withRooms, rules(rooms, "allowJoin", DeclaredRoom::join));
        PolicySet broadcast = engine.compile(withRooms, rules(rooms, "allowBroadcast", DeclaredRoom::broadcast));
        List<Declared> declared = new ArrayList<>();
        for (DeclaredRoom room : rooms) {
            Entity entity = entities.get(room.pattern());
            AccessRule broadcasting = room.broadcast() == null ? null : broadcast.rule(entity, Action.INSERT);
            declared.add(new Declared(room.pattern(), entity, join.rule(entity, Action.INSERT), broadcasting));
        }
        List<Diagnostic> found = new ArrayList<>(join.diagnostics());
        found.addAll(broadcast.diagnostics());
        return new RoomPolicies(declared, found);
    }

    // No entity of an app has a name with a space. So this name collides with none, and "exists" can't reach it.
    private static Entity entity(DeclaredRoom room) {
        List<Field> fields =
                List.of(Field.of("name", FieldType.STRING, false), Field.of("key", FieldType.STRING, true));
        return new Entity("room " + room.pattern(), fields, List.of(), List.of(), false);
    }

    private static List<PolicyRule> rules(
            List<DeclaredRoom> rooms, String key, Function<DeclaredRoom, Expression> expression) {
        return rooms.stream()
                .filter(room -> expression.apply(room) != null)
                .map(room -> new PolicyRule(
                        key + " of room " + room.pattern(),
                        "room " + room.pattern(),
                        null,
                        Map.of(Slot.ALLOW, expression.apply(room))))
                .toList();
    }

    /** Returns the problems, with positions inside the expressions. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Returns the rule of the exact name, else of the longest matching prefix; empty when none matches. */
    public Optional<RoomRule> about(String room) {
        Declared named = exact.get(room);
        if (named != null) {
            return Optional.of(named.about(room));
        }
        return prefixes.stream().filter(each -> each.matches(room)).findFirst().map(each -> each.about(room));
    }
}
