// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Rows;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The figures of the README: {@code StoreBench <folder> [seconds] [callers]}. Run by hand; the folder must be on a
 * disk.
 */
final class StoreBench {
    private final Entity todo = EntityBuilder.entity("Todo")
            .required("title", FieldType.STRING)
            .required("owner", FieldType.STRING)
            .optional("done", FieldType.BOOL)
            .optional("rank", FieldType.INT)
            .optional("createdAt", FieldType.DATETIME)
            .index("by_owner", "owner")
            .build();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong picks = new AtomicLong();
    private final int seconds;
    private final int callers;
    private SqliteStore store;

    private StoreBench(int seconds, int callers) {
        this.seconds = seconds;
        this.callers = callers;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int callers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
        try {
            new StoreBench(seconds, callers).run(StoreSettings.of(folder.resolve("bench.db")));
        } finally {
            SqliteFixture.remove(folder);
        }
    }

    private void run(StoreSettings settings) throws Exception {
        store = SqliteStore.open(settings);
        Schema schema = new Schema(List.of(todo));
        store.install(schema, Plans.create(schema));
        measure("insert, warm-up", callers, this::insert);
        measure("insert", callers, this::insert);
        measure("insert, 1 caller", 1, this::insert);
        measure("insert, 500 at once (x500)", 1, () -> {
            java.util.concurrent.CompletionStage<?> last = null;
            for (int i = 0; i < 500; i++) {
                last = submit();
            }
            last.toCompletableFuture().get();
        });
        System.out.println("mean batch "
                + store.state().figures().batchSizes().sum()
                        / Arrays.stream(store.state().figures().batchSizes().counts())
                                .sum()
                + ", mean sync ms "
                + 1000
                        * store.state().figures().syncSeconds().sum()
                        / Arrays.stream(store.state().figures().syncSeconds().counts())
                                .sum()
                + ", rows " + ids.get() + ", " + store.info().details());
        measure("get, warm-up", 1, this::get);
        measure("get, 1 caller", 1, this::get);
        measure("get", callers, this::get);
        measure("20 rows by index, 1 caller", 1, this::page);
        measure("20 rows by index", callers, this::page);
        measure("update", callers, this::update);
        measure("get and insert", callers, () -> {
            if (pick(10) == 0) {
                insert();
            } else {
                get();
            }
        });
        store.close();
    }

    private void insert() throws Exception {
        submit().toCompletableFuture().get();
    }

    private java.util.concurrent.CompletionStage<?> submit() {
        long n = ids.getAndIncrement();
        Write write = new Write.Insert(Rows.of(
                todo,
                id(n),
                "title",
                "Buy milk and bread, number " + n,
                "owner",
                "user" + n % 5_000,
                "done",
                false,
                "rank",
                n,
                "createdAt",
                Instant.ofEpochSecond(1_700_000_000L + n)));
        return store.commit(Commit.of(write, Guard.NONE));
    }

    private void update() throws Exception {
        long n = pick(ids.get());
        io.lynchet.api.row.Draft patch = new io.lynchet.api.row.Draft(todo).set("rank", System.nanoTime());
        store.commit(Commit.of(new Write.Update(id(n), patch, Write.ANY), Guard.NONE))
                .toCompletableFuture()
                .get();
    }

    private void get() {
        // The last ones may not be there yet.
        store.latest().get(todo, id(pick(ids.get())));
    }

    private void page() {
        Filter mine = new Filter.Compare(
                new Operand.FieldRef(0, todo.fieldOrNull("owner")),
                Comparison.EQUAL,
                new Operand.Literal("user" + pick(5_000)));
        store.latest().query(Query.of(todo, mine, 20));
    }

    // Repeatable and shared by all threads.
    private long pick(long bound) {
        return Math.floorMod(new Random(picks.incrementAndGet()).nextLong(), bound);
    }

    // As the data service makes them: time first, then chance.
    private static String id(long n) {
        return String.format("%016x%024x", 1_700_000_000_000L + n, new Random(n).nextLong() & 0xffff_ffff_ffffL);
    }

    private interface Call {
        void run() throws Exception;
    }

    private void measure(String what, int threads, Call call) throws Exception {
        long writerBefore = writerNanos();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        AtomicLong calls = new AtomicLong();
        List<Future<?>> running = new java.util.ArrayList<>();
        long[][] times = new long[threads][200_000];
        for (int t = 0; t < threads; t++) {
            long[] mine = times[t];
            running.add(pool.submit(() -> {
                int n = 0;
                for (long now = System.nanoTime(); now < end; ) {
                    call.run();
                    long after = System.nanoTime();
                    mine[n++ % mine.length] = after - now;
                    now = after;
                }
                calls.addAndGet(n);
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        pool.shutdown();
        long writerNanos = writerNanos() - writerBefore;
        long[] all = Arrays.stream(times)
                .flatMapToLong(Arrays::stream)
                .filter(time -> time > 0)
                .sorted()
                .toArray();
        System.out.printf(
                "%-28s %,9d/s   p50 %,7d us   p99 %,7d us   max %,7d us   writer %.1f us each%n",
                what,
                calls.get() / seconds,
                all[all.length / 2] / 1000,
                all[(int) (all.length * 0.99)] / 1000,
                all[all.length - 1] / 1000,
                writerNanos / 1e3 / calls.get());
    }

    private static long writerNanos() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lynchet-store-sqlite-writer"))
                .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
                .sum();
    }
}
