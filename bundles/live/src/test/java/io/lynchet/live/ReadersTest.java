// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private static final int WAITING_MAX = 5;

    private final Readers readers = new Readers(1, WAITING_MAX, "reads");
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
