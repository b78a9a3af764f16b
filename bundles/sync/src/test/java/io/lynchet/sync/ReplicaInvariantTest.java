// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.data.RandomApp;
import io.lynchet.testkit.data.RightsScenario;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of sync: whenever a replica is complete it equals what the same principal could read at that position,
 * which is one that was committed; and at every quiet point it equals a fresh query over everything. 100,000 commits, a
 * third of them of several writes, to a hard app made by hand and to many made by dice; rights that change; replicas
 * that pull at any moment, that follow sockets, that are cut off and that are slow.
 */
class ReplicaInvariantTest {
    private static final int WRITES_OF_TEAMS = 20_000;
    private static final int APPS = 40;
    private static final int WRITES_OF_APP = 2_000;
    private static final int QUIET_EVERY = 500;

    @TempDir
    Path folder;

    private SyncScene scene;
    private Random random;
    private RightsScenario scenario;
    private Timeline timeline;
    private int opened;
    private long lost;
    private long sharedPulls;
    private long complete;
    private final List<ReplicaClient> clients = new ArrayList<>();

    @Test
    void teams_replica_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(1, seeded -> {
            run(seeded, new TeamScenario(seeded), WRITES_OF_TEAMS);
            assertThat(lost).as("sockets that were lost").isPositive();
            assertThat(complete).as("comparisons at complete points").isGreaterThan(WRITES_OF_TEAMS / 10);
            assertThat(sharedPulls).as("shared pulls").isPositive();
        });
    }

    @Test
    void randomApps_replica_equalsAFreshQuery_atEveryQuietPoint() {
        Seeds.forEach(APPS, seeded -> run(seeded, new RandomApp(seeded), WRITES_OF_APP));
        assertThat(lost).as("sockets that were lost").isPositive();
    }

    private void run(Random seeded, RightsScenario of, int writes) throws Exception {
        random = seeded;
        scenario = of;
        clients.clear();
        Path own = Files.createDirectories(folder.resolve("s" + opened++));
        try (SyncScene app = new SyncScene(own, of.manifest());
                Timeline then = new Timeline(app, of.entities())) {
            scene = app;
            timeline = then;
            write(20).join();
            for (int i = 0; i < 9; i++) {
                clients.add(
                        new ReplicaClient(scene, ReplicaClient.Kind.values()[i % 3], of.principal(), then.cursor()));
            }
            for (int done = 0; done < writes; done += QUIET_EVERY) {
                busy();
                quiet();
                clients.forEach(this::compare);
            }
            complete += clients.stream().mapToInt(client -> client.complete).sum();
            lost += clients.stream().mapToInt(client -> client.lost).sum();
            sharedPulls += scene.metrics.sharedPulls.sum();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + " with " + of.manifest(), e);
        }
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
            case 0 -> client.become(scenario.principal());
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
            for (int part = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1; part > 0; part--) {
                mutations.add(scenario.mutation(scene.app.service()));
            }
            under.add(scene.app
                    .service()
                    .write(Principal.ADMIN, mutations, Optional.empty())
                    .thenAccept(written -> timeline.committed(written.seq()))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(under.toArray(CompletableFuture[]::new));
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
        for (String name : scenario.entities()) {
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
}
