// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultReadersTest {
    private static final int WAITING_MAX = 5;

    private final AtomicLong clock = new AtomicLong();
    private final ResultReaders readers = new ResultReaders(1, WAITING_MAX, "reads", clock::get);
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch started = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        first.countDown();
        readers.close();
        assertThat(readers.awaitEnd(30)).isTrue();
    }

    private void occupy() throws InterruptedException {
        readers.offer("ann", () -> {
            started.countDown();
            try {
                first.await();
            } catch (InterruptedException e) {
                read.add("interrupted");
            }
            return true;
        });
        started.await();
    }

    private boolean offer(String caller, String name) {
        return readers.offer(caller, () -> read.add(name));
    }

    @Test
    void callers_takeTurns() throws Exception {
        occupy();
        assertThat(offer("ann", "ann 1")).isTrue();
        assertThat(offer("ann", "ann 2")).isTrue();
        assertThat(offer("ann", "ann 3")).isTrue();
        assertThat(offer("bob", "bob 1")).isTrue();
        assertThat(offer(null, "nobody's 1")).isTrue();
        first.countDown();
        Await.until("all reads", () -> read.size() == 5);
        assertThat(read).containsExactly("ann 1", "bob 1", "nobody's 1", "ann 2", "ann 3");
    }

    private boolean offerInVain(String caller, String name) {
        return readers.offer(caller, () -> {
            read.add(name);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(5));
            return false;
        });
    }

    @Test
    void callerWhoseReadWasForNothing_rests_andOthersDoNot() throws Exception {
        occupy();
        assertThat(offerInVain("ann", "ann in vain")).isTrue();
        assertThat(offer("ann", "ann 2")).isTrue();
        assertThat(offer("bob", "bob 1")).isTrue();
        assertThat(offerInVain(null, "nobody in vain")).isTrue();
        assertThat(offer(null, "nobody 2")).isTrue();
        first.countDown();
        Await.until("all others", () -> read.size() == 4);
        assertThat(read).containsExactly("ann in vain", "bob 1", "nobody in vain", "nobody 2");
        // It rests ten times as long as the read took, of which another read has used up a tenth.
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(44));
        assertThat(offer("bob", "bob 2")).isTrue();
        Await.until("the other one", () -> read.size() == 5);
        assertThat(read).last().isEqualTo("bob 2");
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        Await.until("the end of the rest", () -> read.size() == 6);
        assertThat(read).last().isEqualTo("ann 2");
    }

    @Test
    void closedOnes_doNotWaitForTheEndOfARest() throws Exception {
        assertThat(offerInVain("ann", "ann in vain")).isTrue();
        Await.until("the first read", () -> read.size() == 1);
        assertThat(offer("ann", "ann 2")).isTrue();
        readers.close();
        assertThat(readers.awaitEnd(30)).isTrue();
        assertThat(read).containsExactly("ann in vain");
    }

    @Test
    void moreThanMayWait_areNotTaken() throws Exception {
        occupy();
        for (int i = 0; i < WAITING_MAX; i++) {
            assertThat(offer("ann", "ann " + i)).isTrue();
        }
        assertThat(offer("bob", "bob")).isFalse();
        first.countDown();
        Await.until("room", () -> offer("bob", "bob"));
        Await.until("all reads", () -> read.contains("bob"));
    }

    @Test
    void closedOnes_takeNothing_andInterruptWhatRuns() throws Exception {
        occupy();
        offer("ann", "ann");
        readers.close();
        assertThat(offer("bob", "bob")).isFalse();
        Await.until("the end of what runs", () -> read.contains("interrupted"));
        assertThat(readers.awaitEnd(30)).isTrue();
        assertThat(read).containsExactly("interrupted");
    }
}
