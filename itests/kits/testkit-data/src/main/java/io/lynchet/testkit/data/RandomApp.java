// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A random app: two to four entities with fields of any type, indexes, and rules made of owners, roles, fields and rows
 * of other entities. All entities have the optional fields {@code user}, {@code team} and {@code rank}, so that rules
 * can relate them.
 */
public final class RandomApp implements RightsScenario {
    private static final List<String> USERS = List.of("ann", "ben", "cat");
    private static final int ROWS_MAX = 25;
    private static final int INDEXES_OF_3 = 2;

    private final Random random;
    private final Map<String, List<RandomField>> fields = new HashMap<>();
    private final List<String> entities = new ArrayList<>();
    private final Map<String, List<String>> ids = new HashMap<>();
    private final String manifest;

    public RandomApp(Random random) {
        this.random = random;
        int many = 2 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
            String name = "E" + i;
            entities.add(name);
            ids.put(name, new ArrayList<>());
            fields.put(name, fieldsOf(i));
        }
        manifest = "{\"manifest_version\":1,\"name\":\"t\",\"version\":\"1\",\"routes\":[],\"entities\":["
                + entities.stream().map(this::entity).collect(Collectors.joining(",")) + "],\"policies\":["
                + entities.stream().map(this::policy).collect(Collectors.joining(",")) + "]}";
    }

    private List<RandomField> fieldsOf(int number) {
        List<RandomField> made = new ArrayList<>();
        for (String name : List.of("user", "team", "rank")) {
            made.add(new RandomField(name, name.equals("rank") ? "int" : "string", true, false));
        }
        for (int left = random.nextInt(5); left > 0; left--) {
            String name = "f" + left;
            boolean refers = number > 0 && random.nextInt(5) == 0;
            made.add(
                    refers
                            ? new RandomField(name, "id(E" + random.nextInt(number) + ")", true, false)
                            : RandomField.of(name, random));
        }
        return made;
    }

    private String entity(String name) {
        String index = random.nextInt(3) < INDEXES_OF_3
                ? "{\"name\":\"by\",\"fields\":[\"" + pick(List.of("user", "team")) + "\",\"rank\"],\"unique\":false}"
                : "";
        return "{\"name\":\"" + name + "\",\"fields\":["
                + fields.get(name).stream().map(RandomField::manifest).collect(Collectors.joining(","))
                + "],\"indexes\":["
                + index + "]}";
    }

    private String policy(String name) {
        return "{\"name\":\"" + name + "\",\"entity\":\"" + name + "\",\"allow\":\"" + rule(name, 2) + "\"}";
    }

    private String rule(String entity, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return atom(entity);
        }
        return switch (random.nextInt(5)) {
            case 0 -> "!(" + rule(entity, depth - 1) + ")";
            case 1, 2 -> "(" + rule(entity, depth - 1) + " && " + rule(entity, depth - 1) + ")";
            default -> "(" + rule(entity, depth - 1) + " || " + rule(entity, depth - 1) + ")";
        };
    }

    private String atom(String entity) {
        String other = pick(entities);
        return switch (random.nextInt(10)) {
            case 0 -> "true";
            case 1, 2 -> "auth.userId == data.user";
            case 3 -> "auth.hasRole('staff')";
            case 4 -> "data.team in ['red', 'green']";
            case 5 -> "(data.rank != null && data.rank > " + random.nextInt(10) + ")";
            case 6 -> "data." + pick(fields.get(entity)).name() + " == null";
            case 7 -> "auth.userId != null";
            case 8 -> "exists(" + other + " where team == data.team && user == auth.userId)";
            default -> "!exists(" + other + " where user == auth.userId && rank == data.rank)";
        };
    }

    @Override
    public String manifest() {
        return manifest;
    }

    @Override
    public List<String> entities() {
        return entities;
    }

    /** Returns the fields that callers may ask for: those that are not server-only. */
    List<RandomField> asked(String entity) {
        return fields.get(entity).stream().filter(field -> !field.serverOnly()).toList();
    }

    @Override
    public Principal principal() {
        if (random.nextInt(8) == 0) {
            return Principal.ADMIN;
        }
        Set<String> roles = random.nextBoolean() ? Set.of("staff") : Set.of();
        return new Principal(random.nextInt(8) == 0 ? null : pick(USERS), null, null, roles, false, false);
    }

    @Override
    public Mutation mutation(DataService data) {
        String name = pick(entities);
        Entity entity = data.entity(name);
        List<String> known = ids.get(name);
        int what = known.size() < 4 ? 0 : random.nextInt(known.size() > ROWS_MAX ? 8 : 6);
        if (what < 2 && known.size() <= 2 * ROWS_MAX) {
            Draft draft = new Draft(entity);
            fields.get(name).forEach(field -> draft.set(field.name(), value(field)));
            String id = String.format("%040x", random.nextLong(Long.MAX_VALUE));
            known.add(id);
            return new Mutation.Insert(draft.set("id", id));
        }
        if (what < 5 || isReferredTo(name)) {
            Draft draft = new Draft(entity);
            RandomField sure = pick(fields.get(name));
            fields.get(name).stream()
                    .filter(field -> field.equals(sure) || random.nextInt(3) == 0)
                    .forEach(field -> draft.set(field.name(), value(field)));
            return new Mutation.Update(pick(known), draft, Mutation.ANY);
        }
        return new Mutation.Delete(entity, known.remove(random.nextInt(known.size())), Mutation.ANY);
    }

    // A row that others refer to can't be deleted, so no row of such an entity is.
    private boolean isReferredTo(String name) {
        return fields.values().stream()
                .flatMap(List::stream)
                .anyMatch(field -> field.type().equals("id(" + name + ")"));
    }

    private Object value(RandomField field) {
        if (field.type().startsWith("id(")) {
            List<String> targets =
                    ids.get(field.type().substring(3, field.type().length() - 1));
            return targets.isEmpty() || random.nextInt(4) == 0 ? null : pick(targets);
        }
        return field.value(random);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
