// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.json.query.FilterReader;
import io.lynchet.json.query.QueryReader;
import io.lynchet.live.result.LiveQuery;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.data.RandomApp;
import io.lynchet.testkit.data.RandomQueries;
import io.lynchet.testkit.data.RightsScenario;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of live queries: at every quiet point a client's maintained result equals a fresh query by the same
 * principal. A hard app made by hand and many made by dice; filters, orders, limits, counts and figures; rights that
 * change; clients at sockets and at event streams that come back and that are slow.
 */
class LiveInvariantTest {
    private static final int APPS = 40;
    private static final int WRITES_OF_APP = 2_000;
    private static final int WRITES_OF_TEAMS = 40_000;
    private static final int QUIET_EVERY = 250;
    private static final int WATCHERS = 40;

    @TempDir
    Path folder;

    private LiveScene scene;
    private Random random;
    private RightsScenario scenario;
    private UnaryOperator<String> queries;
    private int opened;
    private long resumes;
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
    void teams_maintainedResult_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(1, seeded -> {
            TeamScenario teams = new TeamScenario(seeded);
            run(seeded, teams, teams::query, WRITES_OF_TEAMS);
            assertThat(resumes).as("clients that resumed").isPositive();
        });
    }

    @Test
    void randomApps_maintainedResult_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(APPS, seeded -> {
            RandomApp app = new RandomApp(seeded);
            run(seeded, app, new RandomQueries(app, seeded)::query, WRITES_OF_APP);
        });
        assertThat(resumes).as("clients that resumed").isPositive();
    }

    private void run(Random seeded, RightsScenario of, UnaryOperator<String> about, int writes) throws Exception {
        random = seeded;
        scenario = of;
        queries = about;
        watchers.clear();
        Path own = Files.createDirectories(folder.resolve("s" + opened++));
        try (LiveScene app = new LiveScene(own, of.manifest())) {
            scene = app;
            write(50);
            for (int i = 0; i < WATCHERS; i++) {
                watchers.add(watcher());
            }
            for (int done = 0; done < writes; done += QUIET_EVERY) {
                write(QUIET_EVERY);
                disturb();
                settle();
                watchers.forEach(this::compare);
            }
            resumes += scene.engine.metrics().resumes();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + " with " + of.manifest(), e);
        }
    }

    private Watcher watcher() {
        Watcher watcher = new Watcher();
        watcher.entity = pick(scenario.entities());
        watcher.query = queries.apply(watcher.entity);
        watcher.socket =
                random.nextBoolean() ? scene.socket(scenario.principal()) : scene.eventStream(scenario.principal());
        try {
            watcher.client = scene.subscribe(watcher.socket, "\"entity\":\"" + watcher.entity + "\"" + watcher.query);
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            return watcher();
        }
        return watcher;
    }

    private void write(int many) {
        List<CompletableFuture<?>> under = new ArrayList<>();
        DataService data = scene.app.service();
        for (int i = 0; i < many; i++) {
            List<Mutation> mutations = new ArrayList<>();
            for (int part = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1; part > 0; part--) {
                mutations.add(scenario.mutation(data));
            }
            under.add(data.write(Principal.ADMIN, mutations, Optional.empty()).toCompletableFuture());
        }
        CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).join();
    }

    /** Rights change, clients go and come back, and some take nothing for a while. */
    private void disturb() {
        for (Watcher watcher : watchers) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    watcher.socket.become(scenario.principal());
                    scene.frames.principalChanged(watcher.socket);
                }
                case 1 -> comeBack(watcher);
                case 2 -> {
                    watcher.socket.takeOnly(random.nextInt(3));
                    watcher.slow = true;
                }
                default -> {}
            }
        }
        write(20);
        for (Watcher watcher : watchers) {
            if (watcher.slow) {
                watcher.slow = false;
                watcher.socket.drain();
            }
        }
    }

    private void comeBack(Watcher watcher) {
        scene.take(watcher.socket);
        scene.frames.closed(watcher.socket);
        LiveClient before = watcher.client;
        String resume = before.scope == null || before.value != null && random.nextBoolean() ? "" : cursor(watcher);
        write(random.nextInt(15));
        Principal principal = watcher.socket.principal();
        FakeSocket socket = watcher.socket.eventStream() ? scene.eventStream(principal) : scene.socket(principal);
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
            client.value = before.value;
            client.hasMore = before.hasMore;
            client.seq = before.seq;
            client.scope = before.scope;
        }
        watcher.socket = socket;
        watcher.client = client;
    }

    /** From where it goes on: an event stream's client only has the id of the last event. */
    private static String cursor(Watcher watcher) {
        LiveClient client = watcher.client;
        if (!watcher.socket.eventStream()) {
            return ",\"since\":" + client.seq + ",\"scope\":\"" + client.scope + "\"";
        }
        String[] id = watcher.socket.takenEventId().split("\\.", 2);
        assertThat(id[0]).isEqualTo(Long.toString(client.seq));
        return ",\"since\":" + id[0] + ",\"scope\":\"" + id[1] + "\"";
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
                assertThat(watcher.client.value)
                        .as(what)
                        .isEqualTo(aggregate(principal, entity, query.get("aggregate")));
            } else if (query.get("count") != null) {
                long count = scene.app.service().count(principal, entity, where(query, entity, principal));
                assertThat(watcher.client.value).as(what).isEqualTo(count);
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

    private Object aggregate(Principal principal, Entity entity, JsonNode aggregate) {
        AggregateReader.Request request = AggregateReader.read(aggregate, entity, principal.admin());
        JsonWriter json = new JsonWriter().beginArray();
        for (AggregateRow row : scene.app.service().aggregate(principal, request.query())) {
            json.beginObject();
            for (int i = 0; i < row.keys().size(); i++) {
                json.name(request.groupNames().get(i)).value(row.keys().get(i));
            }
            for (int i = 0; i < row.values().size(); i++) {
                json.name(request.measureNames().get(i)).value(row.values().get(i));
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
