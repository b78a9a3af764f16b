// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.store.Store;
import io.lynchet.manifest.FileManifests;
import io.lynchet.policy.ExpressionPolicyEngine;
import io.lynchet.store.memory.MemoryStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;

/** The real data service over a store in memory, put together by hand as its component would. */
public final class ServedApp implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final ServingState state = new ServingState();
    private final Activation activation = new Activation(state);
    private final Path file;
    private final Manifests manifests;
    private final DataService service;

    /** @param folder into which the manifest is written */
    public ServedApp(Path folder, String manifest) throws IOException {
        file = folder.resolve("manifest.json");
        manifests = new FileManifests((BundleContext) Proxy.newProxyInstance(
                ServedApp.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? file.toString() : null));
        Gate<Store> stores = new Gate<>("store");
        stores.bind(store);
        service = new GuardedDataService(state, stores, new HookChain(), Clock.systemUTC());
        ReloadReport report = load(manifest);
        if (!report.applied()) {
            throw new IllegalStateException(report.diagnostics().toString());
        }
    }

    public ReloadReport load(String manifest) throws IOException {
        Files.writeString(file, manifest);
        return activation.reload(
                new Activation.Parts(manifests, new ExpressionPolicyEngine(), store, List.of()), Set.of());
    }

    public DataService service() {
        return service;
    }

    /** Seq of the newest change: what tells whether anything was written. */
    public long head() {
        return store.info().headSeq();
    }

    @Override
    public void close() {
        store.close();
    }
}
