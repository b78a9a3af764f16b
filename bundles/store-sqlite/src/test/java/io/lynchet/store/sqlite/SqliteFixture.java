// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.store.Store;
import io.lynchet.testkit.store.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Stores in a folder of their own. */
final class SqliteFixture implements StoreFixture {
    private final Path folder;
    private final Map<Store, StoreSettings> open = new HashMap<>();
    private SqliteStore last;
    private int made;

    SqliteFixture() {
        try {
            folder = Files.createTempDirectory("lynchet-sqlite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SqliteStore open() {
        return open(StoreSettings.of(folder.resolve("store" + made++ + ".db")));
    }

    @Override
    public SqliteStore openWithQueue(int queueMax) {
        return open(StoreSettings.of(folder.resolve("store" + made++ + ".db")).withQueueMax(queueMax));
    }

    private SqliteStore open(StoreSettings settings) {
        last = SqliteStore.open(settings);
        open.put(last, settings);
        return last;
    }

    @Override
    public SqliteStore reopen() {
        StoreSettings settings = open.get(last);
        close(last);
        return open(settings);
    }

    @Override
    public void close(Store store) {
        open.remove(store);
        ((SqliteStore) store).close();
    }

    @Override
    public void close() {
        List<Store> all = new ArrayList<>(open.keySet());
        all.forEach(this::close);
        remove(folder);
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
