// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.AggregateReader;
import io.lynchet.json.FilterReader;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.QueryReader;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of live queries: at every quiet point a client's maintained result equals a fresh query by the same principal. Rules by owner, role
 * and membership in other rows; filters, orders, limits, counts and figures; rights that change; clients that come back and clients that are slow.
 */
class LiveInvariantTest {
    private static final int WRITES = 100_000;
    private static final int QUIET_EVERY = 250;
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

    @TempDir
    Path folder;

    private LiveScene scene;
    private Random random;
    private final Map<String, List<String>> ids = new HashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();

    /** One client with one query on a socket of its own. */
    private static final class Watcher {
        String entity;
        String query;
        FakeSocket socket;
        LiveClient client;
        boolean slow;
    }

    @Test
    void maintainedResult_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(1, this::run);
    }

    private void run(Random seeded) throws Exception {
        random = seeded;
        ids.clear();
        watchers.clear();
        try (LiveScene opened = new LiveScene(folder, MANIFEST)) {
            scene = opened;
            for (int i = 0; i < 40; i++) {
                watchers.add(watcher());
            }
            int writes = Rounds.of(WRITES);
            for (int done = 0; done < writes; done += QUIET_EVERY) {
                write(QUIET_EVERY);
                disturb();
                settle();
                watchers.forEach(this::compare);
            }
            assertThat(scene.engine.metrics().resumes())
                    .as("clients that resumed")
                    .isPositive();
        }
    }

    private Watcher watcher() {
        Watcher watcher = new Watcher();
        watcher.entity = pick(List.of("Note", "Note", "Shared", "Staff", "Member"));
        watcher.query = query(watcher.entity);
        watcher.socket = scene.socket(principal());
        try {
            watcher.client = scene.subscribe(watcher.socket, "\"entity\":\"" + watcher.entity + "\"" + watcher.query);
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            return watcher();
        }
        return watcher;
    }

    private Principal principal() {
        Set<String> roles = random.nextBoolean() ? Set.of("staff") : Set.of();
        return random.nextInt(8) == 0
                ? Principal.ADMIN
                : new Principal(random.nextInt(8) == 0 ? null : pick(USERS), null, null, roles, false, false);
    }

    private String query(String entity) {
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

    private void write(int many) {
        List<CompletableFuture<?>> under = new ArrayList<>();
        DataService data = scene.app.service();
        for (int i = 0; i < many; i++) {
            String entity = pick(List.of("Note", "Note", "Note", "Shared", "Staff", "Member"));
            List<String> known = ids.computeIfAbsent(entity, name -> new ArrayList<>());
            Entity of = data.entity(entity);
            int what = known.size() < 5 ? 0 : random.nextInt(known.size() > 60 ? 6 : 4);
            Mutation mutation;
            if (what == 0 || what == 1) {
                String id = String.format("%040x", random.nextLong(Long.MAX_VALUE));
                known.add(id);
                mutation = new Mutation.Insert(values(of).set("id", id));
            } else if (what < 4) {
                mutation = new Mutation.Update(pick(known), values(of), Mutation.ANY);
            } else {
                mutation = new Mutation.Delete(of, known.remove(random.nextInt(known.size())), Mutation.ANY);
            }
            under.add(data.write(Principal.ADMIN, List.of(mutation), Optional.empty())
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).join();
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

    /** Rights change, clients go and come back, and some take nothing for a while. */
    private void disturb() {
        for (Watcher watcher : watchers) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    watcher.socket.becomes(principal());
                    scene.frames.principalChanged(watcher.socket);
                }
                case 1 -> comeBack(watcher);
                case 2 -> {
                    watcher.socket.room(random.nextInt(3));
                    watcher.slow = true;
                }
                default -> {}
            }
        }
        write(20);
        for (Watcher watcher : watchers) {
            if (watcher.slow) {
                watcher.slow = false;
                watcher.socket.drain(Integer.MAX_VALUE);
            }
        }
    }

    private void comeBack(Watcher watcher) {
        scene.take(watcher.socket);
        scene.frames.closed(watcher.socket);
        LiveClient before = watcher.client;
        String resume = before.scope == null || before.figures != null && random.nextBoolean()
                ? ""
                : ",\"since\":" + before.seq + ",\"scope\":\"" + before.scope + "\"";
        write(random.nextInt(15));
        FakeSocket socket = scene.socket(watcher.socket.principal());
        LiveClient client;
        try {
            client = scene.subscribe(socket, "\"entity\":\"" + watcher.entity + "\"" + watcher.query + resume);
        } catch (LynchetException e) {
            // The right has gone while it was away; it comes back as somebody else.
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            Watcher other = watcher();
            watcher.entity = other.entity;
            watcher.query = other.query;
            watcher.socket = other.socket;
            watcher.client = other.client;
            return;
        }
        if (!resume.isEmpty()) {
            client.rows.putAll(before.rows);
            client.figures = before.figures;
            client.hasMore = before.hasMore;
            client.seq = before.seq;
            client.scope = before.scope;
        }
        watcher.socket = socket;
        watcher.client = client;
    }

    private void settle() {
        for (Watcher watcher : watchers) {
            scene.settle(watcher.socket);
        }
    }

    private void compare(Watcher watcher) {
        Principal principal = watcher.socket.principal();
        Entity entity = scene.app.service().entity(watcher.entity);
        JsonNode.ObjectNode query = (JsonNode.ObjectNode)
                JsonTree.read(("{\"x\":0" + watcher.query + "}").getBytes(StandardCharsets.UTF_8));
        String what = watcher.entity + watcher.query + " by " + principal + ", frames " + watcher.client.types;
        try {
            if (query.get("aggregate") != null) {
                assertThat(watcher.client.figures)
                        .as(what)
                        .isEqualTo(figures(principal, entity, query.get("aggregate")));
            } else if (query.get("count") != null) {
                long count = scene.app.service().count(principal, entity, where(query, entity, principal));
                assertThat(watcher.client.figures).as(what).isEqualTo(count);
            } else {
                compareRows(watcher, principal, entity, query, what);
            }
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            assertThat(watcher.client.rows).as(what).isEmpty();
        }
    }

    private void compareRows(
            Watcher watcher, Principal principal, Entity entity, JsonNode.ObjectNode query, String what) {
        int limit = query.get("limit") == null
                ? LiveQuery.Rows.LIMIT_DEFAULT
                : ((Long) query.get("limit").plain()).intValue();
        var page = scene.app
                .service()
                .query(
                        principal,
                        new Query(
                                entity,
                                where(query, entity, principal),
                                query.get("order") == null
                                        ? List.of()
                                        : QueryReader.order(query.get("order"), entity, principal.admin()),
                                limit,
                                0));
        Map<String, Object> fresh = new HashMap<>();
        for (Row row : page.rows()) {
            fresh.put(
                    row.id(), plain(new JsonWriter().row(row, principal.admin()).toBytes()));
        }
        assertThat(watcher.client.rows).as(what).isEqualTo(fresh);
        assertThat(watcher.client.hasMore).as(what).isEqualTo(page.hasMore());
    }

    private static Filter where(JsonNode.ObjectNode query, Entity entity, Principal principal) {
        return query.get("where") == null
                ? Filter.Constant.TRUE
                : FilterReader.read(query.get("where"), entity, principal.admin());
    }

    private Object figures(Principal principal, Entity entity, JsonNode aggregate) {
        AggregateReader.Request request = AggregateReader.read(aggregate, entity, principal.admin());
        JsonWriter json = new JsonWriter().beginArray();
        for (AggregateRow row : scene.app.service().aggregate(principal, request.query())) {
            json.beginObject();
            for (int i = 0; i < row.keys().size(); i++) {
                json.name(request.groupNames().get(i)).value(row.keys().get(i));
            }
            for (int i = 0; i < row.figures().size(); i++) {
                json.name(request.measureNames().get(i)).value(row.figures().get(i));
            }
            json.endObject();
        }
        return plain(json.endArray().toBytes());
    }

    private static Object plain(byte[] json) {
        return JsonTree.read(json).plain();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
