// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of sync: at every quiet point a replica equals a fresh query by the same principal over everything. Rules by owner, role, and rows of
 * other and of the same entity; rights that change; replicas that pull at any moment, that follow sockets, that are cut off and that are slow.
 */
class ReplicaInvariantTest {
    private static final int WRITES = 20_000;
    private static final int QUIET_EVERY = 500;
    private static final int ROWS_MAX = 20;
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

    @TempDir
    Path folder;

    private SyncScene scene;
    private Random random;
    private int opened;
    private final Map<String, List<String>> ids = new HashMap<>();
    private final List<ReplicaClient> clients = new ArrayList<>();

    @Test
    void replica_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(1, this::run);
    }

    private static String manifest() {
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

    private void run(Random seeded) throws Exception {
        random = seeded;
        ids.clear();
        clients.clear();
        Path own = Files.createDirectories(folder.resolve("s" + opened++));
        try (SyncScene app = new SyncScene(own, manifest())) {
            scene = app;
            write(20).join();
            for (int i = 0; i < 9; i++) {
                clients.add(new ReplicaClient(scene, ReplicaClient.Kind.values()[i % 3], principal()));
            }
            int writes = Rounds.of(WRITES);
            for (int done = 0; done < writes; done += QUIET_EVERY) {
                busy();
                quiet();
                clients.forEach(this::compare);
            }
            assertThat(clients.stream().mapToInt(client -> client.lost).sum())
                    .as("sockets that were lost")
                    .isPositive();
            assertThat(scene.figures.sharedPulls.sum()).as("shared pulls").isPositive();
        }
    }

    private Principal principal() {
        Set<String> roles = random.nextBoolean() ? Set.of("staff") : Set.of();
        return random.nextInt(8) == 0
                ? Principal.ADMIN
                : new Principal(random.nextInt(8) == 0 ? null : pick(USERS), null, null, roles, false, false);
    }

    /** Everything happens while something is being written. */
    private void busy() {
        for (int left = QUIET_EVERY; left > 0; ) {
            int many = Math.min(left, 1 + random.nextInt(40));
            CompletableFuture<?> writing = write(many);
            for (ReplicaClient client : clients) {
                disturb(client);
            }
            writing.join();
            left -= many;
        }
    }

    private void disturb(ReplicaClient client) {
        switch (random.nextInt(60)) {
            case 0 -> client.become(principal());
            case 1 -> client.hangUp();
            case 2, 3 -> {
                if (client.socket() != null) {
                    client.socket().takeOnly(random.nextInt(5));
                }
            }
            case 4, 5, 6 -> {
                if (client.socket() != null) {
                    client.socket().drain();
                }
            }
            case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 -> client.take();
            case 17, 18, 19, 20, 21, 22, 23, 24, 25, 26 -> {
                if (client.isPulling() || client.socket() == null) {
                    client.pull(1 + random.nextInt(random.nextBoolean() ? 5 : 1_000));
                }
            }
            default -> {}
        }
    }

    private CompletableFuture<?> write(int many) {
        List<CompletableFuture<?>> under = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            List<Mutation> mutations = new ArrayList<>();
            for (int part = random.nextInt(6) == 0 ? 3 : 1; part > 0; part--) {
                mutations.add(mutation());
            }
            under.add(scene.app
                    .service()
                    .write(Principal.ADMIN, mutations, Optional.empty())
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(under.toArray(CompletableFuture[]::new));
    }

    private Mutation mutation() {
        String name = pick(WRITTEN);
        Entity entity = scene.app.service().entity(name);
        List<String> known = ids.computeIfAbsent(name, key -> new ArrayList<>());
        int what = known.size() < 3 ? 0 : random.nextInt(known.size() > ROWS_MAX ? 8 : 6);
        if (what < 2) {
            String id = String.format("%040x", random.nextLong(Long.MAX_VALUE));
            known.add(id);
            return new Mutation.Insert(values(entity).set("id", id));
        }
        return what < 5
                ? new Mutation.Update(pick(known), values(entity), Mutation.ANY)
                : new Mutation.Delete(entity, known.remove(random.nextInt(known.size())), Mutation.ANY);
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

    /** Until nobody has anything left to pull or to be told. */
    private void quiet() {
        boolean busy = true;
        for (int round = 0; busy; round++) {
            assertThat(round).as("rounds until everything is quiet").isLessThan(20);
            clients.stream().map(ReplicaClient::socket).filter(Objects::nonNull).forEach(FakeSocket::drain);
            settle();
            // What was signalled during the first turn is done before the second.
            settle();
            busy = false;
            for (ReplicaClient client : clients) {
                client.take();
                while (client.isPulling()) {
                    busy = true;
                    client.pull(1_000);
                }
            }
        }
        for (ReplicaClient client : clients) {
            if (client.socket() == null) {
                client.pull(1_000);
                while (client.isPulling()) {
                    client.pull(1_000);
                }
            }
        }
    }

    private void settle() {
        write(1).join();
        for (ReplicaClient client : clients) {
            if (client.socket() != null) {
                scene.settle(client.socket());
            }
        }
    }

    private void compare(ReplicaClient client) {
        Map<String, Object> fresh = new HashMap<>();
        for (String name : ENTITIES) {
            for (Row row : rows(client.principal(), scene.app.service().entity(name))) {
                byte[] json =
                        new JsonWriter().row(row, client.principal().admin()).toBytes();
                fresh.put(name + " " + row.id(), JsonTree.read(json).plain());
            }
        }
        assertThat(client.rows)
                .as(() -> client.principal() + " at " + scene.app.head() + " after " + client.seen)
                .isEqualTo(fresh);
    }

    private List<Row> rows(Principal principal, Entity entity) {
        try {
            return scene.app
                    .service()
                    .query(principal, Query.of(entity, Filter.Constant.TRUE, Query.LIMIT_MAX - 1))
                    .rows();
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            return List.of();
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
