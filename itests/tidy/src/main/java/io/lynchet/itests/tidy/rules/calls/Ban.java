// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules.calls;

import io.lynchet.itests.tidy.RepoFile;
import java.util.List;

/** A call that needs a listed place, with what to write instead. */
record Ban(String call, Where where, String instead) {

    /** In which sources the ban holds. */
    enum Where {
        PRODUCT,
        EVERYWHERE,
        NOT_IN_PRODUCT;

        boolean holdsFor(RepoFile file) {
            return this == EVERYWHERE || (this == PRODUCT) == file.isProduct();
        }
    }

    static final List<Ban> ALL = List.of(
            new Ban(
                    "System.getenv",
                    Where.EVERYWHERE,
                    "take it from the component's configuration; only the launcher reads the environment"),
            new Ban(
                    "System.getProperty",
                    Where.PRODUCT,
                    "take it from the component's configuration; only the launcher reads system properties"),
            new Ban(
                    "System.setProperty",
                    Where.PRODUCT,
                    "hand the value to what needs it, by a constructor or a setter"),
            new Ban("System.exit", Where.PRODUCT, "throw, and let the launcher decide how the process ends"),
            new Ban("System.out", Where.PRODUCT, "log, or write to the stream that you were handed"),
            new Ban("System.err", Where.PRODUCT, "log, or write to the stream that you were handed"),
            new Ban("System.gc", Where.PRODUCT, "let go of what is not needed; the collector finds it"),
            new Ban("printStackTrace", Where.EVERYWHERE, "log the exception, or let it go up"),
            new Ban(
                    "Thread.sleep",
                    Where.EVERYWHERE,
                    "wait for the condition itself: a future, a latch, Condition.await or the kit's Await"),
            new Ban(
                    "TimeUnit.sleep",
                    Where.EVERYWHERE,
                    "wait for the condition itself: a future, a latch, Condition.await"),
            new Ban(
                    "LockSupport.parkNanos",
                    Where.EVERYWHERE,
                    "wait for the condition itself, schedule the work, or in a test use the kit's Await"),
            new Ban(
                    "new Thread",
                    Where.EVERYWHERE,
                    "use an executor whose ThreadFactory names the thread, and close it in deactivate"),
            new Ban(
                    "unguarded scheduleWithFixedDelay",
                    Where.PRODUCT,
                    "wrap the task by Loop.repeating: one that throws is never run again, and nobody hears of it"),
            new Ban(
                    "unguarded scheduleAtFixedRate",
                    Where.PRODUCT,
                    "wrap the task by Loop.repeating: one that throws is never run again, and nobody hears of it"),
            new Ban(
                    "new LinkedBlockingQueue()",
                    Where.PRODUCT,
                    "give it a capacity, and decide what a full queue answers: every queue is bounded"),
            new Ban(
                    "new LinkedBlockingDeque()",
                    Where.PRODUCT,
                    "give it a capacity, and decide what a full queue answers: every queue is bounded"),
            new Ban(
                    "Executors.newCachedThreadPool",
                    Where.PRODUCT,
                    "use a ThreadPoolExecutor with a bound on threads and on waiting work"),
            new Ban(
                    "Executors.newFixedThreadPool",
                    Where.PRODUCT,
                    "use a ThreadPoolExecutor with a bounded queue; this one waits without limit"),
            new Ban(
                    "format by the machine's locale",
                    Where.PRODUCT,
                    "say String.format(Locale.ROOT, ...): in some languages digits are others, and nobody can read them"
                            + " back"),
            new Ban(
                    "new Random()",
                    Where.NOT_IN_PRODUCT,
                    "use new Random(seed) and print the seed when the test fails"),
            new Ban("Math.random", Where.EVERYWHERE, "use a seeded Random in tests, a SecureRandom for secrets"),
            new Ban(
                    "ThreadLocalRandom.current",
                    Where.NOT_IN_PRODUCT,
                    "use new Random(seed) and print the seed when the test fails"));
}
