// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.data.Include;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.store.Deadline;
import io.lynchet.data.ServedApp;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long reads of callers may take, and how many one caller may have. */
class ReadLimitsTest {
    private static final String NOTES = """
            {"manifest_version":1,"name":"notes","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"true"}]}
            """;

    private final AtomicLong now = new AtomicLong();
    private final ReadLimits limits = new ReadLimits(ReadLimits.Settings.DEFAULT, now::get);
    private final AtomicBoolean gone = new AtomicBoolean();
    private final CallContext call = new CallContext(() -> "ada", gone::get);

    @TempDir
    Path folder;

    private ServedApp app;

    @BeforeEach
    void serve() {
        app = new ServedApp(folder, NOTES);
        for (int i = 0; i < 40; i++) {
            app.insert(Principal.ADMIN, "Note", "text", "note " + i);
        }
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Deadline deadline() {
        return call.call(limits::lookUp).deadline();
    }

    @Test
    void deadline_ofTheServersOwnWork_isNone() {
        assertThat(limits.search().deadline()).isSameAs(Deadline.NONE);
        assertThat(limits.lookUp().deadline()).isSameAs(Deadline.NONE);
    }

    @Test
    void deadline_afterTheTimeout_isQueryTimeout() {
        Deadline deadline = deadline();
        passes(Duration.ofSeconds(5));
        assertThat(deadline.over()).isNull();
        passes(Duration.ofNanos(1));
        assertThat(deadline.over().code()).isEqualTo(ErrorCode.QUERY_TIMEOUT);
        assertThat(deadline.over()).hasMessageContaining("5000 ms");
    }

    @Test
    void deadline_ofAReadThatBeginsAfterAChange_isTheNewOne() {
        limits.configure(new ReadLimits.Settings(Duration.ofMillis(20), 8));
        Deadline deadline = deadline();
        passes(Duration.ofMillis(21));
        assertThat(deadline.over().code()).isEqualTo(ErrorCode.QUERY_TIMEOUT);
    }

    @Test
    void deadline_whenTheClientHasGone_isOverAtTheNextLook() {
        Deadline deadline = deadline();
        gone.set(true);
        assertThat(deadline.over()).as("short reads don't look").isNull();
        passes(Duration.ofMillis(101));
        LynchetException over = deadline.over();
        assertThat(over).hasMessageContaining("has gone");
        assertThat(deadline.over()).as("once it is over it stays so").isSameAs(over);
        gone.set(false);
        assertThat(deadline.over()).isSameAs(over);
    }

    @Test
    void deadline_whenItsStoreLeaves_isOverAfterTheGrace_andLaterOnesAreNot() {
        Deadline deadline = deadline();
        passes(Duration.ofSeconds(1));
        limits.leave(Duration.ofSeconds(2));
        passes(Duration.ofSeconds(2));
        assertThat(deadline.over()).isNull();
        Deadline later = deadline();
        passes(Duration.ofNanos(1));
        assertThat(deadline.over().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(later.over()).isNull();
    }

    @Test
    void everyRead_ofACaller_hasTheDeadline() {
        app.limits.configure(new ReadLimits.Settings(Duration.ZERO, 8));
        Entity note = app.entity("Note");
        String id = app.data
                .query(Principal.ADMIN, Query.of(note, Filter.Constant.TRUE, 1))
                .rows()
                .get(0)
                .id();
        Query all = Query.of(note, Filter.Constant.TRUE, 100);
        AggregateQuery sum = new AggregateQuery(
                note, Filter.Constant.TRUE, List.of(new Measure(Measure.Kind.COUNT_ROWS, null)), List.of(), 1);
        assertEnded(() -> app.data.get(Principal.ANONYMOUS, note, id));
        assertEnded(() -> app.data.query(Principal.ANONYMOUS, all));
        assertEnded(() -> app.data.find(Principal.ANONYMOUS, note, Filter.Constant.TRUE));
        assertEnded(() -> app.data.count(Principal.ANONYMOUS, note, Filter.Constant.TRUE));
        assertEnded(() -> app.data.aggregate(Principal.ANONYMOUS, sum));
        assertEnded(() -> app.data.graph(Principal.ANONYMOUS, all, List.<Include>of()));
        assertEnded(() ->
                new PolicyReadScopes(app.state, app.stores, app.feed, app.limits).now(moment -> moment.query(all)));
        assertThat(app.data.query(Principal.ANONYMOUS, all).rows())
                .as("the server's own")
                .hasSize(40);
    }

    private void assertEnded(ThrowingCallable read) {
        assertThatThrownBy(() -> call.call(() -> {
                    try {
                        read.call();
                        return null;
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TIMEOUT));
    }

    @Test
    void share_thatIsUsedUp_refusesItsCallerAndNobodyElse() {
        ReadShares shares = new ReadShares(2, 0, now::get);
        ReadShares.Place first = shares.enter("ada");
        ReadShares.Place second = shares.enter("ada");
        assertThatThrownBy(() -> shares.enter("ada")).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(e.retryAfterSeconds()).isPresent();
        });
        // Slots are given by a secret hash; of ten others at most a few can be in the same one.
        long others = IntStream.range(0, 10)
                .filter(i -> entersOnce(shares, "other " + i))
                .count();
        assertThat(others).isGreaterThan(5);
        first.close();
        shares.enter("ada").close();
        second.close();
    }

    @Test
    void shares_ofSeveralCallersTogether_leaveReadersToOthers() {
        ReadShares shares = new ReadShares(2, 0, now::get);
        List<ReadShares.Place> held = new ArrayList<>();
        List<String> more = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            // Those who share a slot by chance have one first read together.
            String caller = "caller " + i;
            try {
                held.add(shares.enter(caller));
                held.add(shares.enter(caller));
                more.add(caller);
            } catch (LynchetException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            }
        }
        assertThat(more).as("who got a second read").hasSize(2);
        assertThat(held).as("two of some, one of others").hasSizeGreaterThan(6);
        held.forEach(ReadShares.Place::close);
        for (int i = 0; i < 3; i++) {
            ReadShares.Place first = shares.enter("ada");
            ReadShares.Place second = shares.enter("ada");
            first.close();
            second.close();
        }
    }

    private static boolean entersOnce(ReadShares shares, String caller) {
        try (ReadShares.Place place = shares.enter(caller)) {
            return true;
        } catch (LynchetException e) {
            return false;
        }
    }

    @Test
    void get_byAnother_answersWhileACallerHasAllOfItsReadsUnderWay() throws Exception {
        app.limits.configure(new ReadLimits.Settings(Duration.ofMinutes(1), 1));
        Entity note = app.entity("Note");
        String id = app.data
                .query(Principal.ADMIN, Query.of(note, Filter.Constant.TRUE, 1))
                .rows()
                .get(0)
                .id();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Long> dear = CompletableFuture.supplyAsync(() -> call.call(() -> app.data.count(
                Principal.ADMIN,
                note,
                new Filter.Compare(
                        new Operand.Computed("slow", List.of(), FieldType.STRING, ignored -> {
                            inside.countDown();
                            Await.open("the other's read", goOn);
                            return "x";
                        }),
                        Comparison.EQUAL,
                        new Operand.Literal("y")))));
        try {
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            Row row = new CallContext(() -> "bob", () -> false).call(() -> app.data.get(Principal.ANONYMOUS, note, id));
            assertThat(row.id()).isEqualTo(id);
            assertThat(call.call(() -> app.data.get(Principal.ANONYMOUS, note, id))
                            .id())
                    .isEqualTo(id);
        } finally {
            goOn.countDown();
        }
        assertThat(dear.get(30, TimeUnit.SECONDS)).isZero();
    }
}
