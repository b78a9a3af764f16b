// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.loop.Loop;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of the configuration every two seconds; a file that changes between two looks is left alone until it is the same twice. */
final class SettingWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingWatch.class);
    private static final long PERIOD_SECONDS = 2;

    private final Loop loop = Loop.helpful("lynchet-settings", LOG::error);
    private final SettingLayers layers;
    private final Runnable changed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-settings");
        worker.setDaemon(true);
        return worker;
    });
    private String known;
    private String seen;

    SettingWatch(SettingLayers layers, Runnable changed) {
        this.layers = layers;
        this.changed = changed;
    }

    void start() {
        known = stamp();
        seen = known;
        Future<?> unused = thread.scheduleWithFixedDelay(
                loop.repeating(this::look), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        String now = stamp();
        if (now != null && now.equals(seen) && !now.equals(known)) {
            known = now;
            changed.run();
        }
        seen = now;
    }

    /** Null when the files can't be looked at now. */
    private String stamp() {
        try {
            return layers.stamp();
        } catch (IOException e) {
            LOG.warn("The files of the configuration can't be looked at: {}", e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        loop.close();
    }
}
