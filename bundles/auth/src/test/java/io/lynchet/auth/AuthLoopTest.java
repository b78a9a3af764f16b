// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.Audit;
import io.lynchet.api.data.DataService;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.auth.account.RowRemovalThread;
import io.lynchet.auth.routes.account.AuthScene;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import io.lynchet.testkit.ThreadLeaks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The threads of this bundle, when something in a turn of one breaks. */
@ExtendWith(ThreadLeaks.class)
class AuthLoopTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInAStepOfLeaving_isNotTheLastStep(Error error) {
        AtomicInteger steps = new AtomicInteger();
        try (RowRemovalThread leaving = new RowRemovalThread(Duration.ofMillis(1))) {
            leaving.begin(() -> {
                if (steps.incrementAndGet() == 1) {
                    throw error;
                }
                return steps.get() < 3;
            });
            Await.until("the steps after the one that broke", () -> steps.get() == 3);
            leaving.wake();
            Await.until("one more", () -> steps.get() == 4);
        }
    }

    @Test
    void wantOfMemoryInAStepOfLeaving_endsTheProcess() {
        List<OutOfMemoryError> ends = new CopyOnWriteArrayList<>();
        Vitals.endBy(ends::add);
        try (RowRemovalThread leaving = new RowRemovalThread(Duration.ofMillis(1))) {
            AtomicInteger steps = new AtomicInteger();
            leaving.begin(() -> {
                if (steps.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("for this test");
                }
                return false;
            });
            Await.until("the end", () -> ends.size() == 1);
        } finally {
            Vitals.endBy(error -> {});
        }
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorOverAnEntryOfTheAudit_isNotTheLastEntry(Error error) {
        try (AuthScene scene = new AuthScene(folder, false)) {
            AtomicReference<Error> next = new AtomicReference<>();
            Gate<DataService> breaking = new Gate<>("data service");
            breaking.bind(Breaking.once(DataService.class, scene.app.service(), next));
            SystemRows rows = new SystemRows(breaking, Clock.systemUTC());
            try (AuditRows audit = new AuditRows(rows)) {
                next.set(error);
                audit.recordOperator("lost", "u1", "");
                Await.until("the entry that breaks", () -> next.get() == null);
                audit.recordOperator("kept", "u1", "");
                Await.until(
                        "the next entry",
                        () -> !scene.app.rows(AuthSchema.AUDIT).isEmpty());
                assertThat(audit.entries("u1", null, 10))
                        .extracting(Audit.Entry::event)
                        .containsExactly("kept");
            }
        }
    }
}
