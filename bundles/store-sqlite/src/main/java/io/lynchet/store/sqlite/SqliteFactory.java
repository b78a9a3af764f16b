// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.StoreFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The factory of stores in a file with the usual name and the usual settings. */
public final class SqliteFactory implements StoreFactory {
    private final UnaryOperator<Path> exchange;

    /** Creates a factory without a serving store. */
    public SqliteFactory() {
        this.exchange = StoreFactory.super::exchange;
    }

    /** @param exchange replaces the serving store by the one in a folder */
    SqliteFactory(UnaryOperator<Path> exchange) {
        this.exchange = exchange;
    }

    @Override
    public boolean isIn(Path folder) {
        return Files.exists(folder.resolve(StoreSettings.FILE));
    }

    @Override
    public OwnedStore open(Path folder) {
        return SqliteStore.open(StoreSettings.of(folder.resolve(StoreSettings.FILE)));
    }

    @Override
    public Path exchange(Path folder) {
        return exchange.apply(folder);
    }
}
