// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The runner of foreign code with a time limit, each call on a thread of its own. A call that hangs is interrupted; if
 * it ignores that, only its thread is lost.
 */
public final class TimeLimiter implements AutoCloseable {
    /** The most hanging calls at a time; beyond it nothing more is called, and only a restart helps. */
    private static final int CALLS_MAX = 64;

    private final ExecutorService threads =
            new ThreadPoolExecutor(0, CALLS_MAX, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "lynchet-deploy-call");
                thread.setDaemon(true);
                return thread;
            });

    /** The exception of a call that did not end in time. */
    static final class Overrun extends Exception {
        private static final long serialVersionUID = 1L;

        private final String place;

        Overrun(String place) {
            super("hangs at " + place, null, false, false);
            this.place = place;
        }

        /** Returns the method in which the call hung, or null. */
        String place() {
            return place;
        }
    }

    /** Calls {@code body} and blocks for at most {@code millis}. An exception of the call is thrown unchanged. */
    <T> T call(String what, long millis, Callable<T> body) throws Exception {
        AtomicReference<Thread> runner = new AtomicReference<>();
        Future<T> future = submit(() -> {
            Thread thread = Thread.currentThread();
            String usual = thread.getName();
            runner.set(thread);
            thread.setName("lynchet-deploy-" + what);
            try {
                return body.call();
            } finally {
                thread.setName(usual);
            }
        });
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String place = place(runner.get());
            future.cancel(true);
            throw new Overrun(place);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Vitals.suffered(e);
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    private <T> Future<T> submit(Callable<T> body) {
        try {
            return threads.submit(body);
        } catch (RejectedExecutionException e) {
            throw new LynchetException(
                    ErrorCode.OVERLOADED, CALLS_MAX + " calls into bundles hang already; restart the process", e);
        }
    }

    // The innermost frame that is neither the platform's nor the framework's: there the bundle's author has to look.
    private static String place(Thread thread) {
        if (thread == null) {
            return null;
        }
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun|org\\.apache\\.felix)\\..*"))
                .filter(frame -> !frame.getClassName().matches("io\\.lynchet\\.deploy\\.bundle\\..*"))
                .map(StackTraceElement::toString)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
