// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch that wakes the deployment thread when a file changes in a folder, or in its parent while the folder is
 * missing. It only wakes: each round lists the folders again, so lost events cost time only. Used by one thread, closed
 * by any.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    public FolderWatch() throws IOException {
        service = FileSystems.getDefault().newWatchService();
    }

    public void follow(List<Path> folders) {
        Set<Path> wanted = new HashSet<>();
        for (Path folder : folders) {
            Path there = Files.isDirectory(folder) ? folder : folder.getParent();
            if (there != null && Files.isDirectory(there)) {
                wanted.add(there);
            }
        }
        keys.entrySet().removeIf(entry -> {
            boolean over = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
            if (over) {
                entry.getValue().cancel();
            }
            return over;
        });
        for (Path folder : wanted) {
            keys.computeIfAbsent(folder, this::register);
        }
    }

    private WatchKey register(Path folder) {
        try {
            return folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            LOG.warn("{} can't be watched, so it is only scanned at intervals: {}", folder, e.toString());
            return null;
        }
    }

    /** Blocks until a file changes, for at most {@code millis}. */
    public void await(long millis) throws InterruptedException {
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
