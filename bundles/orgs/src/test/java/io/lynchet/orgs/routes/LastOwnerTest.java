// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.system.rows.SystemRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens at the same time, an organisation with members has an owner. */
class LastOwnerTest {
    private static final int ROUNDS = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private OrgScene scene;
    private OrgScene.Asking ada;
    private OrgScene.Asking bob;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder).limits(new OrgLimits(1_000, 1_000, 1_000));
        ada = scene.person("ada");
        bob = scene.person("bob");
    }

    @AfterEach
    void strike() {
        threads.shutdownNow();
        scene.close();
    }

    private String withTwoOwners() {
        scene.attempts.advance(java.time.Duration.ofHours(2));
        String acme = ada.found("Acme");
        ada.admit(acme, bob, "owner");
        return acme;
    }

    /** Runs all at once; tells the codes of those that were refused. */
    private List<ErrorCode> together(Runnable... tasks) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(tasks.length);
        List<ErrorCode> refused = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(threads.submit(() -> {
                barrier.await(10, TimeUnit.SECONDS);
                try {
                    task.run();
                } catch (LynchetException e) {
                    refused.add(e.code());
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get(30, TimeUnit.SECONDS);
        }
        return refused;
    }

    @Test
    void twoOwners_whoLeaveAtTheSameTime_leaveOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String members = ORGS + "/" + withTwoOwners() + "/members/";
            assertThat(together(() -> ada.delete(members + ada.userId), () -> bob.delete(members + bob.userId)))
                    .containsExactly(ErrorCode.LAST_OWNER);
        }
        assertThat(scene.counts()).containsExactly(ROUNDS, ROUNDS, 0);
    }

    @Test
    void twoOwners_whoDemoteEachOther_leaveOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String acme = withTwoOwners();
            String members = ORGS + "/" + acme + "/members/";
            List<ErrorCode> refused = together(
                    () -> ada.put(members + bob.userId, "{'role':'member'}"),
                    () -> bob.put(members + ada.userId, "{'role':'member'}"));
            // Who was demoted first may do nothing any more.
            assertThat(refused).containsExactly(ErrorCode.ROLE_MISSING);
            assertThat(scene.owners(acme)).hasSize(1);
        }
    }

    @Test
    void twoOwners_whoRemoveEachOther_leaveOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String acme = withTwoOwners();
            String members = ORGS + "/" + acme + "/members/";
            assertThat(together(() -> ada.delete(members + bob.userId), () -> bob.delete(members + ada.userId)))
                    .containsExactly(ErrorCode.NOT_FOUND);
            assertThat(scene.owners(acme)).hasSize(1);
        }
    }

    @Test
    void oneLeaves_whileTheOtherStepsDown_leavesOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String acme = withTwoOwners();
            String members = ORGS + "/" + acme + "/members/";
            assertThat(together(
                            () -> ada.delete(members + ada.userId),
                            () -> bob.put(members + bob.userId, "{'role':'admin'}")))
                    .containsExactly(ErrorCode.LAST_OWNER);
            assertThat(scene.owners(acme)).hasSize(1);
        }
    }

    @Test
    void twoOwners_whoseAccountsGoAtTheSameTime_leaveOneOfThem() throws Exception {
        SystemRows rows = new SystemRows(scene.services.data(), Clock.systemUTC());
        for (int round = 0; round < ROUNDS; round++) {
            String acme = withTwoOwners();
            OrgScene.Asking carol = scene.person("carol" + round);
            ada.admit(acme, carol, "member");
            List<ErrorCode> refused = together(
                    () -> rows.writeAsRead(data -> scene.records.others(data, ada.userId)),
                    () -> rows.writeAsRead(data -> scene.records.others(data, bob.userId)));
            assertThat(refused).containsExactly(ErrorCode.LAST_OWNER);
            assertThat(scene.owners(acme)).hasSize(1);
            scene.admin().delete(ORGS + "/" + acme);
        }
    }

    @Test
    void change_thatWasDecidedByWhatIsNoMore_isDecidedAnew() throws Exception {
        String acme = withTwoOwners();
        String members = ORGS + "/" + acme + "/members/";
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        SystemRows rows = new SystemRows(scene.services.data(), Clock.systemUTC());
        Future<ErrorCode> late = threads.submit(() -> {
            try {
                rows.writeAsRead(data -> {
                    var writes = scene.records.others(data, ada.userId);
                    read.countDown();
                    try {
                        changed.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return writes;
                });
                return null;
            } catch (LynchetException e) {
                return e.code();
            }
        });
        assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
        ada.admit(acme, scene.person("carol"), "member");
        bob.delete(members + bob.userId);
        changed.countDown();
        assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo(ErrorCode.LAST_OWNER);
        assertThat(scene.owners(acme)).containsExactly(ada.userId);
    }

    @Test
    void manyChanges_atTheSameTime_allHappen() throws Exception {
        String acme = ada.found("Acme");
        List<OrgScene.Asking> people = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            people.add(scene.person("p" + i));
            tokens.add(ada.invite(acme, "p" + i + "@example.org", "member"));
        }
        Runnable[] accepting = new Runnable[20];
        for (int i = 0; i < 20; i++) {
            int which = i;
            accepting[i] = () -> people.get(which).accept(tokens.get(which));
        }
        assertThat(together(accepting)).isEmpty();
        assertThat(scene.counts()).containsExactly(1, 21, 0);
    }

    @Test
    void organisations_madeAtTheSameTime_areNoMoreThanTheMost() throws Exception {
        scene.limits(new OrgLimits(3, 5, 5));
        Runnable[] making = new Runnable[12];
        java.util.Arrays.fill(making, (Runnable) () -> ada.found("x"));
        assertThat(together(making)).hasSize(9).containsOnly(ErrorCode.CONFLICT);
        assertThat(scene.counts()).containsExactly(3, 3, 0);
    }
}
