// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.loop.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that tells of a changed file once it has stayed the same for one check.
 *
 * <p>It checks size and time four times a second. Editors replace files in many ways (rename, truncate and write,
 * symbolic links), of which watching the folder for events would find fewer. It only runs in development.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long LOOK_MILLIS = 250;

    private final Loop loop = Loop.helpful("lynchet-manifest-watch", LOG::error);
    private final Path file;
    private final Runnable changed;
    private final ScheduledExecutorService timer;
    private String told;
    private String seen;

    FileWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.told = stamp();
        this.seen = told;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lynchet-manifest-watch");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = timer.scheduleWithFixedDelay(
                loop.repeating(this::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        String now = stamp();
        boolean stable = now.equals(seen);
        seen = now;
        if (stable && !now.equals(told)) {
            told = now;
            changed.run();
        }
    }

    private String stamp() {
        try {
            return Files.size(file) + " " + Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public void close() {
        loop.close();
        timer.shutdownNow();
    }
}
