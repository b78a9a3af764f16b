// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.api.loop.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over the configuration files, every two seconds. A file that changed between two checks counts only when it
 * is the same twice.
 */
final class SettingWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Loop loop = Loop.helpful("lynchet-settings", LOG::error);
    private final Stamp stamp;
    private final Runnable changed;
    private final Duration period;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-settings");
        worker.setDaemon(true);
        return worker;
    });
    private Future<?> looks = CompletableFuture.completedFuture(null);
    private String known;
    private String seen;

    /** A text that differs when the files do. */
    @FunctionalInterface
    interface Stamp {
        String read() throws IOException;
    }

    SettingWatch(Stamp stamp, Runnable changed) {
        this(stamp, changed, PERIOD);
    }

    SettingWatch(Stamp stamp, Runnable changed, Duration period) {
        this.stamp = stamp;
        this.changed = changed;
        this.period = period;
    }

    void start() {
        known = stamp();
        seen = known;
        looks = thread.scheduleWithFixedDelay(
                loop.repeating(this::look), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        String now = stamp();
        if (now != null && now.equals(seen) && !now.equals(known)) {
            known = now;
            changed.run();
        }
        seen = now;
    }

    /** Returns the stamp, or null when the files can't be read now. */
    private String stamp() {
        try {
            return stamp.read();
        } catch (IOException e) {
            LOG.warn("The files of the configuration can't be checked for changes: {}", e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
        thread.shutdownNow();
        loop.close();
    }
}
