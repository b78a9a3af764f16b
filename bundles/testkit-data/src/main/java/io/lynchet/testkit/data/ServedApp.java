// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
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
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The real data service over a store in memory. Its component is put together as Declarative Services would do it, which calls methods that
 * are not public, too.
 */
public final class ServedApp implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final DataComponent component;
    private final Map<Object, Object> registered = new ConcurrentHashMap<>();
    private final Path file;

    /**
     * Serves at once.
     *
     * @param folder into which the manifest is written
     * @param schemas the system entities of the bundles under test
     */
    public ServedApp(Path folder, String manifest, SystemSchema... schemas) throws IOException {
        file = folder.resolve("manifest.json");
        Files.writeString(file, manifest);
        BundleContext context = context();
        component = new DataComponent(context);
        Object config = Proxy.newProxyInstance(
                ServedApp.class.getClassLoader(),
                new Class<?>[] {DataComponent.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        call("bindStore", new Class<?>[] {Store.class, Map.class}, store, Map.of(Store.PROVIDER, "memory"));
        call("bindEngine", new Class<?>[] {PolicyEngine.class}, new ExpressionPolicyEngine());
        call("bindManifests", new Class<?>[] {Manifests.class}, new FileManifests(context));
        for (SystemSchema schema : schemas) {
            call("bindSystemSchema", new Class<?>[] {SystemSchema.class}, schema);
        }
        call("activate", new Class<?>[] {DataComponent.Config.class}, config);
        Await.until("the app to serve", () -> registered.containsKey(DataService.class));
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                ServedApp.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> property((String) arguments[0]);
                    case "registerService" -> {
                        registered.put(arguments[0], arguments[1]);
                        yield Proxy.newProxyInstance(
                                ServedApp.class.getClassLoader(),
                                new Class<?>[] {ServiceRegistration.class},
                                (registration, called, nothing) -> null);
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private String property(String name) {
        return switch (name) {
            case "lynchet.manifest" -> file.toString();
            case "lynchet.data" -> file.resolveSibling("data").toString();
            default -> null;
        };
    }

    private void call(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = DataComponent.class.getDeclaredMethod(name, types);
            method.setAccessible(true);
            method.invoke(component, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** A further store comes. */
    public void add(Store another, String provider) {
        call("bindStore", new Class<?>[] {Store.class, Map.class}, another, Map.of(Store.PROVIDER, provider));
    }

    /** A store leaves, as it does when its provider stops. */
    public void remove(Store leaving) {
        call("unbindStore", new Class<?>[] {Store.class}, leaving);
    }

    /** The store that served first. */
    public Store firstStore() {
        return store;
    }

    public DataControl control() {
        return (DataControl) registered.get(DataControl.class);
    }

    /** The way to the store that serves. */
    public ServingStore serving() {
        return (ServingStore) registered.get(ServingStore.class);
    }

    /** Puts another manifest in the place of the first. */
    public ReloadReport load(String manifest) throws IOException {
        Files.writeString(file, manifest);
        return ((DataControl) registered.get(DataControl.class)).reload(Set.of());
    }

    public DataService service() {
        return (DataService) registered.get(DataService.class);
    }

    /** The log. */
    public ChangeFeed feed() {
        return (ChangeFeed) registered.get(ChangeFeed.class);
    }

    /** What principals may read, and everything at one moment. */
    public ReadScopes scopes() {
        return (ReadScopes) registered.get(ReadScopes.class);
    }

    /** The rules about rooms. */
    public RoomRules roomRules() {
        return (RoomRules) registered.get(RoomRules.class);
    }

    /** Seq of the newest change: what tells whether anything was written. */
    public long head() {
        return store.info().headSeq();
    }

    /** Has the log forget what is before a seq. */
    public void pruneLog(long before) {
        store.pruneLog(before, Integer.MAX_VALUE);
    }

    /** A way to the service, as components have one. */
    public Gate<DataService> gate() {
        Gate<DataService> gate = new Gate<>("data service");
        gate.bind(service());
        return gate;
    }

    /** The first 1,000 rows of an entity, also of one that no public path reaches. */
    public List<Row> rows(String entity) {
        Entity wanted = service().app().schema().entityOrNull(entity);
        return service()
                .query(Principal.ADMIN, Query.of(wanted, Filter.Constant.TRUE, Query.LIMIT_MAX - 1))
                .rows();
    }

    @Override
    public void close() {
        call("deactivate", new Class<?>[0]);
        store.close();
    }
}
