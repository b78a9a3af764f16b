// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Channel;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.ThreadLeaks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many threads offer to one socket whose sends are done late, on another thread, or at once. */
@ExtendWith(ThreadLeaks.class)
class SendQueueStressTest {
    private static final int THREADS = 8;
    private static final int FRAMES = 20_000;
    private static final int BYTES_MAX = 4_000;

    /** Is done with a send at once or on its own thread, as a seed says, and checks what it is given. */
    private static final class LateChannel implements Channel {
        final List<String> taken = new ArrayList<>();
        final AtomicInteger underWay = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        final AtomicLong largest = new AtomicLong();
        final ExecutorService network = Executors.newSingleThreadExecutor();
        private final Random random;

        LateChannel(Random random) {
            this.random = random;
        }

        @Override
        public void send(List<byte[]> messages, Consumer<Throwable> done) {
            if (underWay.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            long size = 0;
            for (byte[] message : messages) {
                taken.add(new String(message, StandardCharsets.US_ASCII));
                size += message.length;
            }
            largest.accumulateAndGet(size, Math::max);
            boolean late = random.nextInt(4) > 0;
            underWay.decrementAndGet();
            if (late) {
                network.execute(() -> done.accept(null));
            } else {
                done.accept(null);
            }
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void abort() {}
    }

    @Test
    void offer_byManyThreads_keepsOrderAndLosesNothing() {
        Seeds.forEach(2, random -> {
            LateChannel channel = new LateChannel(random);
            ExecutorService drained = Executors.newSingleThreadExecutor();
            SocketMetrics metrics = new SocketMetrics();
            SendQueue outbox =
                    new SendQueue(channel, new SendQueue.Surroundings(BYTES_MAX, drained, System::nanoTime, metrics));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            AtomicLong refusals = new AtomicLong();
            for (int t = 0; t < THREADS; t++) {
                String name = (char) ('a' + t) + ":";
                threads.execute(() -> offerAll(outbox, name, refusals));
            }
            threads.shutdown();
            Await.until("all threads", threads::isTerminated);
            Await.until("an empty queue", () -> !outbox.isSending());
            channel.network.shutdown();
            drained.shutdown();

            assertThat(channel.overlaps).hasValue(0);
            assertThat(channel.taken).hasSize(THREADS * FRAMES);
            for (int t = 0; t < THREADS; t++) {
                String name = (char) ('a' + t) + ":";
                List<Integer> numbers = channel.taken.stream()
                        .filter(text -> text.startsWith(name))
                        .map(text -> Integer.valueOf(text.substring(2)))
                        .toList();
                assertThat(numbers).as(name).isSorted().doesNotHaveDuplicates().hasSize(FRAMES);
            }
            assertThat(channel.largest.get()).isLessThan(BYTES_MAX + 10L);
            assertThat(outbox.bytes()).isZero();
            assertThat(outbox.sent()).isEqualTo(THREADS * (long) FRAMES);
            assertThat(outbox.refused()).isEqualTo(refusals.get());
        });
    }

    /** As handlers do: what is refused waits until the queue is empty. */
    private static void offerAll(SendQueue outbox, String name, AtomicLong refusals) {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = (name + i).getBytes(StandardCharsets.US_ASCII);
            while (!outbox.offer(frame)) {
                refusals.incrementAndGet();
                CountDownLatch empty = new CountDownLatch(1);
                outbox.whenDrained(empty::countDown);
                Await.open("an empty queue", empty);
            }
        }
    }
}
