// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

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

/** Rules by owner, role, and rows of other and of the same entity, also of two at once and by what is not there. */
final class TeamScenario implements RightsScenario {
    private static final int ROWS_MAX = 12;
    private static final List<String> TEAMS = List.of("red", "green", "blue");
    private static final List<String> USERS = List.of("ann", "ben", "cat");
    private static final List<String> ENTITIES =
            List.of("Note", "Member", "Team", "Shared", "Apart", "Deep", "Peer", "Staff");
    /** Rows that decide about others change less often. */
    private static final List<String> WRITTEN = List.of(
            "Note", "Note", "Note", "Note", "Staff", "Staff", "Shared", "Shared", "Apart", "Deep", "Member", "Team",
            "Peer");

    private static final String FIELDS = """
            "fields":[{"name":"user","type":"string","optional":true},{"name":"team","type":"string","optional":true},
              {"name":"rank","type":"int","optional":true},{"name":"secret","type":"string","optional":true,"serverOnly":true}]""";
    private static final Map<String, String> RULES = Map.of(
            "Note", "data.rank > 7 || data.user == auth.userId",
            "Member", "auth.userId == data.user",
            "Team", "true",
            "Shared", "exists(Member where team == data.team && user == auth.userId)",
            "Apart",
                    "data.rank == null || !exists(Member where team == data.team && user == auth.userId && rank > data.rank)",
            "Deep",
                    "exists(Team where team == data.team && exists(Member where team == data.team && user == auth.userId))",
            "Peer", "exists(Peer where team == data.team && user == auth.userId)",
            "Staff", "auth.hasRole('staff') && (data.rank == null || data.rank > 3)");

    private final Random random;
    private final Map<String, List<String>> ids = new HashMap<>();

    TeamScenario(Random random) {
        this.random = random;
    }

    @Override
    public List<String> entities() {
        return ENTITIES;
    }

    @Override
    public String manifest() {
        List<String> entities = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        for (String name : ENTITIES) {
            entities.add("{\"name\":\"" + name + "\"," + FIELDS + "}");
            policies.add(
                    "{\"name\":\"" + name + "\",\"entity\":\"" + name + "\",\"allow\":\"" + RULES.get(name) + "\"}");
        }
        return "{\"manifest_version\":1,\"name\":\"t\",\"version\":\"1\",\"routes\":[],\"entities\":["
                + String.join(",", entities) + "],\"policies\":[" + String.join(",", policies) + "]}";
    }

    @Override
    public Principal principal() {
        Set<String> roles = random.nextBoolean() ? Set.of("staff") : Set.of();
        return random.nextInt(8) == 0
                ? Principal.ADMIN
                : new Principal(random.nextInt(8) == 0 ? null : pick(USERS), null, null, roles, false, false);
    }

    @Override
    public Mutation mutation(DataService data) {
        String name = pick(WRITTEN);
        Entity entity = data.entity(name);
        List<String> known = ids.computeIfAbsent(name, key -> new ArrayList<>());
        int what = known.size() < 3 ? 0 : random.nextInt(known.size() > ROWS_MAX ? 8 : 6);
        if (what < 2) {
            String id = String.format("%040x", random.nextLong(Long.MAX_VALUE));
            known.add(id);
            return new Mutation.Insert(values(entity).set("id", id));
        }
        return what < 5
                ? new Mutation.Update(known.get(some(known)), values(entity), Mutation.ANY)
                : new Mutation.Delete(entity, known.remove(some(known)), Mutation.ANY);
    }

    /** Often the newest, so that one commit writes a row more than once. */
    private int some(List<String> known) {
        return random.nextInt(3) == 0 ? known.size() - 1 : random.nextInt(known.size());
    }

    private Draft values(Entity entity) {
        Draft draft = new Draft(entity);
        if (random.nextInt(5) == 0) {
            return draft.set("secret", "s" + random.nextInt(100));
        }
        draft.set("team", random.nextInt(6) == 0 ? null : pick(TEAMS));
        draft.set("user", random.nextInt(6) == 0 ? null : pick(USERS));
        return draft.set("rank", random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(10));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
