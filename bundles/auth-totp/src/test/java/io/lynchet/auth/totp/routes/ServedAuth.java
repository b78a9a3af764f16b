// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.auth.AuthComponent;
import io.lynchet.auth.totp.store.AccountTotpRecords;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.osgi.ActivatedComponent;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.io.IOException;
import java.nio.file.Path;

/** The real accounts and sessions over a real data service, in one registry of services. */
final class ServedAuth implements AutoCloseable {
    private final ServiceRegistryContext context =
            new ServiceRegistryContext().with("lynchet.admin.token", "the admin's token of a test");
    private final ActivatedComponent component;
    final ServedApp app;

    ServedAuth(Path folder) throws IOException {
        context.add(AccountRecords.class, new AccountTotpRecords());
        component = new ActivatedComponent(new AuthComponent(), context);
        app = new ServedApp(context, folder, TotpScene.MANIFEST, new TotpSchema());
    }

    /** The service of a type. */
    <T> T service(Class<T> type) {
        return context.service(type);
    }

    @Override
    public void close() {
        component.close();
        app.close();
    }
}
