// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** Threads that meet a new class of a bundle at the same time. */
class ClassTurnsIT {
    private static final int THREADS = 16;

    @TempDir
    Path root;

    /** The class that takes long to be found. */
    static class Ancestor {}

    /** The class that all threads need. */
    static class Descendant extends Ancestor {}

    @Test
    @Timeout(120)
    void threadsThatNeedAClass_waitForTheOneThatDefinesIt_withoutSpinning() throws Exception {
        try (LivingApp app = LivingApp.start(root)) {
            byte[] jar = TestBundle.named("descendant")
                    .type(Ancestor.class)
                    .type(Descendant.class)
                    .bytes();
            Bundle bundle = app.context().installBundle("descendant", new ByteArrayInputStream(jar));
            bundle.start();
            CountDownLatch found = new CountDownLatch(1);
            WeavingHook slow = woven -> {
                if (woven.getClassName().equals(Ancestor.class.getName())) {
                    Await.open("the class that takes long", found);
                }
            };
            ServiceRegistration<?> hook = app.context().registerService(WeavingHook.class, slow, null);
            try {
                load(bundle, found);
            } finally {
                found.countDown();
                hook.unregister();
                bundle.uninstall();
            }
        }
    }

    private static void load(Bundle bundle, CountDownLatch found) {
        Set<Thread> loading = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Class<?>>> loads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            loads.add(CompletableFuture.supplyAsync(
                    () -> {
                        loading.add(Thread.currentThread());
                        return descendant(bundle);
                    },
                    threads));
        }
        threads.shutdown();
        Set<Thread> seenWaiting = new HashSet<>();
        Await.until("each thread to be seen waiting", () -> {
            for (Thread thread : loading) {
                Thread.State state = thread.getState();
                if (state == Thread.State.TIMED_WAITING || state == Thread.State.WAITING) {
                    seenWaiting.add(thread);
                }
            }
            return seenWaiting.size() == THREADS;
        });
        found.countDown();
        Set<Class<?>> classes = new HashSet<>();
        loads.forEach(load -> classes.add(Await.value(load)));
        assertThat(classes).hasSize(1);
    }

    private static Class<?> descendant(Bundle bundle) {
        try {
            return bundle.loadClass(Descendant.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
