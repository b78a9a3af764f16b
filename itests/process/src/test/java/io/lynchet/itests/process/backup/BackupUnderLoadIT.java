// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of an app that goes on writing: each is restored and compared with the log at its position. */
class BackupUnderLoadIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"loaded","version":"1","routes":[],
             "entities":[{"name":"Blob","fields":[{"name":"text","type":"string"}]},
              {"name":"Item","fields":[{"name":"n","type":"int"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"}]}
            """;
    private static final int CONNECTIONS = 32;
    private static final int BLOB_CHARS = 10_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void backupsUnderLoad_areProvenToRestore() throws Exception {
        new Scene(1_000, 300, 2, TimeUnit.SECONDS.toMillis(1)).run();
    }

    /** A gigabyte and 2,000 writes a second. Here the writer's p99 is held to twice what it is without a backup. */
    @Test
    @Tag("nightly")
    @Timeout(3_600)
    void backupsOfAGigabyteUnderLoad_areProvenToRestore_andDoNotSlowWriters() throws Exception {
        Scene scene = new Scene(100_000, 2_000, 5, TimeUnit.SECONDS.toMillis(30));
        scene.run();
        assertThat(scene.slowest).as("p99 with a backup, by p99 without one").isLessThanOrEqualTo(2.0);
    }

    private final class Scene {
        private final int blobs;
        private final int writesPerSecond;
        private final int backups;
        private final long baselineMillis;
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicLong written = new AtomicLong();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private volatile Histogram waits = new ConcurrentHistogram(3);
        private double slowest;

        Scene(int blobs, int writesPerSecond, int backups, long baselineMillis) {
            this.blobs = blobs;
            this.writesPerSecond = writesPerSecond;
            this.backups = backups;
            this.baselineMillis = baselineMillis;
        }

        void run() throws Exception {
            String place = folder.resolve("place").toString();
            try (LiveApp app =
                    new LiveApp(folder, MANIFEST, Map.of(), "--set", "io.lynchet.backup:location=" + place)) {
                fill(app);
                var writers = Executors.newCachedThreadPool();
                ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
                Semaphore turns = new Semaphore(0);
                var ticking = pace.scheduleAtFixedRate(
                        () -> turns.release(writesPerSecond / 100), 10, 10, TimeUnit.MILLISECONDS);
                CountDownLatch ended = new CountDownLatch(CONNECTIONS);
                for (int i = 0; i < CONNECTIONS; i++) {
                    writers.execute(() -> write(app, turns, ended));
                }
                measure("warm-up");
                double baseline = measure("without a backup");
                for (int i = 0; i < backups; i++) {
                    waits = new ConcurrentHistogram(3);
                    String told = task(app, "/api/admin/backups", "{}");
                    double during = p99();
                    slowest = Math.max(slowest, during / baseline);
                    System.out.printf(
                            "backup %d: %s writers' p99 %.1f ms, without one %.1f ms (x %.2f)%n",
                            i + 1, told, during, baseline, during / baseline);
                }
                going.set(false);
                turns.release(CONNECTIONS);
                Await.open("writers to end", ended);
                ticking.cancel(false);
                pace.shutdownNow();
                writers.shutdownNow();
                assertThat(failed).as("failed writes").hasValue(0);
                System.out.printf("%d writes%n", written.get());
                prove(app, place);
            }
        }

        private void fill(LiveApp app) {
            int batch = 200;
            for (int from = 0; from < blobs; from += batch) {
                StringBuilder operations = new StringBuilder("[");
                for (int i = from; i < Math.min(blobs, from + batch); i++) {
                    operations
                            .append(i == from ? "" : ",")
                            .append("{\"op\":\"insert\",\"entity\":\"Blob\",\"data\":{\"text\":\"")
                            .append(i)
                            .append("x".repeat(BLOB_CHARS - 10))
                            .append("\"}}");
                }
                LiveApp.expect(
                        200,
                        app.send(
                                "POST",
                                "/api/transact",
                                LiveApp.ADMIN,
                                operations.append("]").toString()));
            }
        }

        private void write(LiveApp app, Semaphore turns, CountDownLatch ended) {
            try {
                while (going.get()) {
                    turns.acquire();
                    long began = System.nanoTime();
                    Answer answer = app.trySend("POST", "/api/entities/Item", LiveApp.ADMIN, "{\"n\":1}");
                    waits.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
                    if (answer.status() == 201) {
                        written.incrementAndGet();
                    } else {
                        failed.incrementAndGet();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                failed.incrementAndGet();
            } finally {
                ended.countDown();
            }
        }

        /** By HTTP: the process of a shell would take from the writers what the backup does not. */
        private String task(LiveApp app, String path, String body) {
            AtomicReference<Answer> begun = new AtomicReference<>();
            Await.until("the scheduled work to leave room", () -> {
                begun.set(app.send("POST", path, LiveApp.ADMIN, body));
                return begun.get().status() != 409;
            });
            String task = LiveApp.expect(202, begun.get())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            String events =
                    app.send("GET", task + "/events", LiveApp.ADMIN, null).body();
            String end = events.substring(events.lastIndexOf("data: ")).strip();
            assertThat(end).contains("\"state\":\"done\"");
            return end;
        }

        private double measure(String what) {
            waits = new ConcurrentHistogram(3);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(baselineMillis);
            Await.until(what, java.time.Duration.ofMinutes(5), () -> System.nanoTime() - until > 0);
            return p99();
        }

        private double p99() {
            return waits.getValueAtPercentile(99) / 1_000.0;
        }

        /** The newest one by itself, which goes over all later positions of the log, and each of the others. */
        private void prove(LiveApp app, String place) throws Exception {
            task(app, "/api/admin/backups", "{}");
            String list = app.shell("backups", place, "--json");
            var names =
                    java.util.regex.Pattern.compile("\"backup\":\"([^\"]+)\"").matcher(list);
            int count = 0;
            while (names.find()) {
                assertThat(task(app, "/api/admin/backups/verify", "{\"backup\":\"" + names.group(1) + "\"}"))
                        .contains("\"problems\":[]");
                count++;
            }
            // The schedule may have taken one, too.
            assertThat(count).as("backups that were proven").isGreaterThan(backups);
        }
    }
}
