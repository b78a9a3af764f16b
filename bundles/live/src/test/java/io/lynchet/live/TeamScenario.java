// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.data.RightsScenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Rules by owner, role and membership in other rows, and queries that are hard to maintain under them. */
final class TeamScenario implements RightsScenario {
    private static final List<String> TEAMS = List.of("red", "green", "blue");
    private static final List<String> USERS = List.of("ann", "ben", "cat");
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Member","fields":[{"name":"user","type":"string"},{"name":"team","type":"string"}]},
              {"name":"Note","fields":[
                {"name":"owner","type":"string","optional":true},
                {"name":"team","type":"string","optional":true},
                {"name":"rank","type":"int","optional":true},
                {"name":"size","type":"float","optional":true},
                {"name":"open","type":"bool","optional":true},
                {"name":"secret","type":"string","optional":true,"serverOnly":true}]},
              {"name":"Shared","fields":[{"name":"team","type":"string","optional":true},{"name":"rank","type":"int","optional":true}]},
              {"name":"Staff","fields":[{"name":"team","type":"string","optional":true},{"name":"rank","type":"int","optional":true}]}],
             "policies":[
              {"name":"note","entity":"Note","allow":"data.open || data.owner == auth.userId"},
              {"name":"shared","entity":"Shared","allow":"exists(Member where team == data.team && user == auth.userId)"},
              {"name":"staff","entity":"Staff","allow":"auth.hasRole('staff') && (data.rank == null || data.rank > 3)"},
              {"name":"member","entity":"Member","allow":"auth.userId == data.user"}]}
            """;

    private final Random random;
    private final Map<String, List<String>> ids = new HashMap<>();

    TeamScenario(Random random) {
        this.random = random;
    }

    @Override
    public String manifest() {
        return MANIFEST;
    }

    @Override
    public List<String> entities() {
        return List.of("Note", "Note", "Shared", "Staff", "Member");
    }

    @Override
    public Principal principal() {
        Set<String> roles = random.nextBoolean() ? Set.of("staff") : Set.of();
        return random.nextInt(8) == 0
                ? Principal.ADMIN
                : new Principal(random.nextInt(8) == 0 ? null : pick(USERS), null, null, roles, false, false);
    }

    /** Members of a subscribe frame after the entity. */
    String query(String entity) {
        boolean ranked = !entity.equals("Member");
        String where = switch (random.nextInt(5)) {
            case 0 -> "{\"team\":\"" + pick(TEAMS) + "\"}";
            case 1 -> ranked ? "{\"rank\":{\"$gte\":" + random.nextInt(10) + "}}" : "{}";
            case 2 -> ranked ? "{\"$or\":[{\"rank\":" + random.nextInt(10) + "},{\"team\":null}]}" : "{}";
            case 3 -> "{\"team\":{\"$in\":[\"red\",\"blue\"]}}";
            default -> "{}";
        };
        return switch (random.nextInt(6)) {
            case 0 -> ",\"where\":" + where + ",\"count\":true";
            case 1 ->
                ranked
                        ? ",\"aggregate\":{\"where\":" + where
                                + ",\"count\":[\"*\",\"rank\"],\"sum\":[\"rank\"],\"min\":[\"rank\"],\"max\":[\"rank\"]"
                                + (random.nextBoolean() ? ",\"groupBy\":[\"team\"]" : "")
                                + (random.nextInt(4) == 0 ? ",\"countDistinct\":[\"rank\"]}" : "}")
                        : ",\"where\":" + where;
            case 2 -> ",\"where\":" + where + ",\"order\":[[\"team\",\"desc\"]],\"limit\":" + (1 + random.nextInt(8));
            case 3 ->
                ",\"where\":" + where + (ranked ? ",\"order\":[[\"rank\",\"asc\"],[\"team\",\"desc\"]]" : "")
                        + ",\"limit\":" + (1 + random.nextInt(30));
            default -> ",\"where\":" + where;
        };
    }

    @Override
    public Mutation mutation(DataService data) {
        String entity = pick(List.of("Note", "Note", "Note", "Shared", "Staff", "Member"));
        List<String> known = ids.computeIfAbsent(entity, name -> new ArrayList<>());
        Entity of = data.entity(entity);
        int what = known.size() < 5 ? 0 : random.nextInt(known.size() > 60 ? 6 : 4);
        if (what < 2) {
            String id = String.format("%040x", random.nextLong(Long.MAX_VALUE));
            known.add(id);
            return new Mutation.Insert(values(of).set("id", id));
        }
        return what < 4
                ? new Mutation.Update(pick(known), values(of), Mutation.ANY)
                : new Mutation.Delete(of, known.remove(random.nextInt(known.size())), Mutation.ANY);
    }

    private Draft values(Entity entity) {
        Draft draft = new Draft(entity);
        boolean member = entity.name().equals("Member");
        draft.set("team", member || random.nextInt(4) > 0 ? pick(TEAMS) : null);
        if (member) {
            return draft.set("user", pick(USERS));
        }
        draft.set("rank", random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(10));
        if (entity.name().equals("Note")) {
            draft.set("owner", random.nextInt(3) == 0 ? null : pick(USERS));
            draft.set("size", random.nextInt(3) == 0 ? null : (Object) (random.nextInt(8) / 2.0));
            draft.set("open", random.nextInt(3) == 0);
            draft.set("secret", "s" + random.nextInt(100));
        }
        return draft;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
