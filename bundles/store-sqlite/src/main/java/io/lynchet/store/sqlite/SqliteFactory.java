// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Opens the file that has the usual name, with the usual settings. */
@Component(name = "io.lynchet.store.sqlite.factory", property = Store.PROVIDER + "=" + SqliteStore.NAME)
public final class SqliteFactory implements StoreFactory {
    @Override
    public boolean isIn(Path folder) {
        return Files.exists(folder.resolve(StoreSettings.FILE));
    }

    @Override
    public OwnedStore open(Path folder) {
        return SqliteStore.open(StoreSettings.of(folder.resolve(StoreSettings.FILE)));
    }
}
