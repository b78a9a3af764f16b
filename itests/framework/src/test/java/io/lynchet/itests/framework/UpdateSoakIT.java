// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Parts are updated again and again: nothing of the earlier ones stays behind. */
class UpdateSoakIT {
    private static final long MEBIBYTE = 1L << 20;
    private static final long GROWTH_MAX = 10 * MEBIBYTE;
    private static final int WARM_UP = 3;

    /** As many threads have the pools of a part that come and go; that is fewer than there are updates. */
    private static final int POOL_MAX = 2;

    /** The newest loaders may still be on somebody's stack. */
    private static final int STILL_THERE_MAX = 2;

    @TempDir
    static Path root;

    private static LivingApp app;

    @BeforeAll
    static void start() throws Exception {
        app = LivingApp.startWith(List.of("transport-netty"), root);
    }

    @AfterAll
    static void stop() throws Exception {
        if (app != null) {
            app.close();
        }
    }

    @Test
    void manyUpdatesOfTheStore_leaveNothingBehind() throws Exception {
        soak("store.sqlite", Rounds.of(20));
        assertThat(mappedLibraries()).as("native libraries of SQLite").hasSizeLessThanOrEqualTo(1);
    }

    @TestFactory
    List<DynamicTest> updatesOfEveryOtherPart_leaveNothingBehind() {
        return Stream.of(
                        "policy",
                        "data",
                        "auth",
                        "http",
                        "rest",
                        "transport.jetty",
                        "transport.netty",
                        "live",
                        "sync",
                        "rooms",
                        "sockets",
                        "backup",
                        "ops")
                .map(part -> DynamicTest.dynamicTest(part, () -> soak(part, Rounds.of(3))))
                .toList();
    }

    private static void soak(String part, int updates) throws Exception {
        Bundle bundle = app.part("io.lynchet." + part);
        for (int i = 0; i < WARM_UP; i++) {
            update(bundle);
        }
        collect();
        long metaspace = metaspace();
        Map<String, Long> threads = threads(part);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < updates; i++) {
            loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            update(bundle);
        }
        Await.until("earlier class loaders to be collected", Duration.ofSeconds(30), () -> {
            collect();
            return loaders.stream().filter(loader -> loader.get() != null).count() <= STILL_THERE_MAX;
        });
        long growth = metaspace() - metaspace;
        System.out.printf("%s: %d updates, metaspace grown by %.1f MiB%n", part, updates, growth / (double) MEBIBYTE);
        assertThat(growth).as("growth of the metaspace").isLessThan(GROWTH_MAX);
        Await.until("threads to be those of before", () -> noMoreThan(threads, part));
    }

    private static void update(Bundle bundle) throws Exception {
        Replacement.UPDATE.on(app, bundle);
        Await.until("the app to be ready", () -> app.get("/readyz").statusCode() == 200);
        assertThat(app.post("/api/entities/Todo", "{\"title\":\"buy milk\"}").statusCode())
                .isEqualTo(201);
        assertThat(app.get("/api/entities/Todo?limit=1").statusCode()).isEqualTo(200);
    }

    private static void collect() {
        System.gc();
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    /**
     * Our own, by name without its number: what pools of the JDK and of Jetty have at the moment says nothing, nor does
     * the one of the health checks, which stays when another part is updated.
     */
    private static Map<String, Long> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lynchet-"))
                .filter(name -> part.equals("ops") || !name.startsWith("lynchet-health"))
                .map(name -> name.replaceAll("\\d+$", ""))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    /** Pools may have fewer or a few more than at the moment of the first look. */
    private static boolean noMoreThan(Map<String, Long> before, String part) {
        return threads(part).entrySet().stream()
                .allMatch(now -> now.getValue() <= before.getOrDefault(now.getKey(), 0L) + POOL_MAX);
    }

    private static List<String> mappedLibraries() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains("sqlitejdbc"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
        }
    }
}
