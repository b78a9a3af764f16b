// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.data.DataComponent;
import io.lynchet.manifest.FileManifests;
import io.lynchet.policy.ExpressionPolicyEngine;
import io.lynchet.store.memory.MemoryStore;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.osgi.ActivatedComponent;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.FrameworkUtil;

/** The real data service over a store in memory, in a registry where other components find its services. */
public final class ServedApp implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final ServiceRegistryContext context;
    private final ActivatedComponent component;
    private final Path file;

    /**
     * Creates the app and serves it at once.
     *
     * @param folder the folder for the manifest
     * @param schemas the system entities of the bundles under test
     */
    public ServedApp(Path folder, String manifest, SystemSchema... schemas) throws IOException {
        this(new ServiceRegistryContext(), folder, manifest, schemas);
    }

    /**
     * Creates the app among the services of other components and serves it at once.
     *
     * @param context the registry, which gets the services of the app, too
     */
    public ServedApp(ServiceRegistryContext context, Path folder, String manifest, SystemSchema... schemas)
            throws IOException {
        this.context = context;
        file = folder.resolve("manifest.json");
        Files.writeString(file, manifest);
        context.with("lynchet.manifest", file.toString())
                .with("lynchet.data", file.resolveSibling("data").toString());
        add(store, "memory");
        context.add(PolicyEngine.class, new ExpressionPolicyEngine());
        context.add(Manifests.class, new FileManifests(context));
        for (SystemSchema schema : schemas) {
            context.add(SystemSchema.class, schema);
        }
        component = new ActivatedComponent(new DataComponent(context), ComponentConfig.of(DataComponent.Config.class));
        Await.until(
                "the app to serve", () -> !context.services(DataService.class).isEmpty());
    }

    /** Adds a further store. */
    public void add(Store another, String provider) {
        context.registerService(Store.class, another, FrameworkUtil.asDictionary(Map.of(Store.PROVIDER, provider)));
    }

    /** Removes a store, as when its provider stops. */
    public void remove(Store leaving) {
        context.remove(leaving);
    }

    /** Returns the store that served first. */
    public Store firstStore() {
        return store;
    }

    public DataAdmin control() {
        return context.service(DataAdmin.class);
    }

    /** Returns the access to the store that serves. */
    public ServingStore serving() {
        return context.service(ServingStore.class);
    }

    /** Replaces the manifest. */
    public ReloadReport load(String manifest) throws IOException {
        Files.writeString(file, manifest);
        return context.service(DataAdmin.class).reload(Set.of());
    }

    public DataService service() {
        return context.service(DataService.class);
    }

    /** Returns the feed of the log. */
    public ChangeFeed feed() {
        return context.service(ChangeFeed.class);
    }

    /** Returns the read scopes of principals, and snapshots. */
    public ReadScopes scopes() {
        return context.service(ReadScopes.class);
    }

    /** Returns the rules of rooms. */
    public RoomRules roomRules() {
        return context.service(RoomRules.class);
    }

    /** Returns the seq of the newest change, which tells whether anything was written. */
    public long head() {
        return store.info().headSeq();
    }

    /** Prunes the log below a seq. */
    public void pruneLog(long before) {
        store.pruneLog(before, Integer.MAX_VALUE);
    }

    /** Returns a gate to the service, as components have one. */
    public Gate<DataService> gate() {
        Gate<DataService> gate = new Gate<>("data service");
        gate.bind(service());
        return gate;
    }

    /** Returns the first 1,000 rows of an entity, also of one that no public path reaches. */
    public List<Row> rows(String entity) {
        Entity wanted = service().app().schema().entityOrNull(entity);
        return service()
                .query(Principal.ADMIN, Query.of(wanted, Filter.Constant.TRUE, Query.LIMIT_MAX - 1))
                .rows();
    }

    @Override
    public void close() {
        component.close();
        store.close();
    }
}
