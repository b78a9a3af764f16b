// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import io.lynchet.launcher.cli.ExitCode;
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
 * The watchdog that ends a process which can't serve any more, at once and with a message, so that a supervisor starts
 * another one. It acts when memory is exhausted, and when a vital loop can't go on. Nothing is lost, since acknowledged
 * writes are on disk. The start script makes the JVM itself end when memory is exhausted. The watchdog does the same
 * for JVMs without that option, and for shortages that the JVM does not watch.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long EVERY_MILLIS = 1_000;

    // Made before memory is short.
    private static final byte[] OUT_OF_MEMORY = ("lynchet: out of memory; the process ends with exit code "
                    + ExitCode.OUT_OF_MEMORY
                    + ". Acknowledged writes are stored. Give it more heap, for instance"
                    + " LYNCHET_JAVA_OPTS=-Xmx1g, and start it again.\n")
            .getBytes(StandardCharsets.UTF_8);

    private final OutputStream err;
    private final IntConsumer halt;
    private final Loop loop = Loop.helpful("lynchet-watchdog", LOG::error);

    Watchdog(OutputStream err, IntConsumer halt) {
        this.err = err;
        this.halt = halt;
    }

    /** Starts the watchdog; from now on the process may end at any time. */
    public static Watchdog start() {
        // Not System.err, whose writers hold locks and make strings.
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        Watchdog watchdog = new Watchdog(err, code -> Runtime.getRuntime().halt(code));
        watchdog.guard();
        watchdog.watchEvery(EVERY_MILLIS);
        return watchdog;
    }

    /** Checks the loops repeatedly, on its own thread, until it is closed. */
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

    /** @param verdict why the process can't serve; empty when it can */
    void look(Optional<String> verdict) {
        if (verdict.isPresent()) {
            String sentence = "lynchet: " + verdict.get() + "; the process ends with exit code " + ExitCode.BROKEN
                    + ". Acknowledged writes are stored. The log above has the reason.\n";
            end(sentence.getBytes(StandardCharsets.UTF_8), ExitCode.BROKEN);
        }
    }

    private void end(byte[] sentence, int code) {
        try {
            err.write(sentence);
        } catch (IOException e) {
            LOG.debug("Standard error is closed; the exit code tells why the process ends.", e);
        } finally {
            halt.accept(code);
        }
    }

    /** Ends the watch, since the process ends in order. */
    @Override
    public void close() {
        Vitals.endBy(error -> {});
        loop.close();
    }
}
