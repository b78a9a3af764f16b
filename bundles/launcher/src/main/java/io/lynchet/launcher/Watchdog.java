// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that can't serve any more, at once and with a sentence, so that a supervisor starts another one: for want of memory, and when a loop
 * without which nothing goes can't go on. Nothing is lost by it, since what was acknowledged is on disk. The start script has the JVM end for want of
 * memory by itself; this does the same where nobody could tell the JVM, and for wants that the JVM does not look at.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long EVERY_MILLIS = 1_000;

    // Made before memory is short.
    private static final byte[] OUT_OF_MEMORY = ("lynchet: out of memory; the process ends with exit code "
                    + ExitCode.OUT_OF_MEMORY
                    + ". What was acknowledged is stored. Give it more heap, for instance"
                    + " LYNCHET_JAVA_OPTS=-Xmx1g, and start it again.\n")
            .getBytes(StandardCharsets.UTF_8);

    private final OutputStream err;
    private final IntConsumer halt;
    private final Loop loop = Loop.helpful("lynchet-watchdog", LOG::error);

    Watchdog(OutputStream err, IntConsumer halt) {
        this.err = err;
        this.halt = halt;
    }

    /** For the process: from now on it may end at any moment. */
    static Watchdog start() {
        // Not System.err, whose writers hold locks and make strings.
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        Watchdog watchdog = new Watchdog(err, code -> Runtime.getRuntime().halt(code));
        watchdog.guard();
        watchdog.watchEvery(EVERY_MILLIS);
        return watchdog;
    }

    /** Looks at the loops again and again, on a thread of its own, until it is closed. */
    void watchEvery(long millis) {
        loop.thread(() -> watch(millis)).start();
    }

    void guard() {
        Vitals.endBy(error -> end(OUT_OF_MEMORY, ExitCode.OUT_OF_MEMORY));
        Thread.setDefaultUncaughtExceptionHandler((ended, failure) -> {
            Vitals.suffered(failure);
            LOG.error("The thread {} ended with an error.", ended.getName(), failure);
        });
    }

    private void watch(long millis) {
        try {
            while (!loop.awaitEnd(millis)) {
                loop.turn(() -> look(Vitals.verdict()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody has a reason to interrupt the watchdog", e);
        }
    }

    /** @param verdict why the process can't serve; empty for it can */
    void look(Optional<String> verdict) {
        if (verdict.isPresent()) {
            String sentence = "lynchet: " + verdict.get() + "; the process ends with exit code " + ExitCode.BROKEN
                    + ". What was acknowledged is stored. The log above has the reason.\n";
            end(sentence.getBytes(StandardCharsets.UTF_8), ExitCode.BROKEN);
        }
    }

    private void end(byte[] sentence, int code) {
        try {
            err.write(sentence);
        } catch (IOException e) {
            LOG.debug("Nobody reads why the process ends; the exit code says it.", e);
        } finally {
            halt.accept(code);
        }
    }

    /** The process ends in order: nobody has to watch it any more. */
    @Override
    public void close() {
        Vitals.endBy(error -> {});
        loop.close();
    }
}
