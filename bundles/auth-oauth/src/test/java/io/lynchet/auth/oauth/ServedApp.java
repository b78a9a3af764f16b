// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The real data service over a store in memory. Its component is put together as Declarative Services would do it, which calls methods that
 * are not public, too.
 */
final class ServedApp implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final DataComponent component = new DataComponent();
    private final Map<Object, Object> registered = new ConcurrentHashMap<>();
    private final Path file;

    /** @param folder into which the manifest is written */
    ServedApp(Path folder, String manifest) throws IOException {
        file = folder.resolve("manifest.json");
        Files.writeString(file, manifest);
        BundleContext context = context();
        Object config = Proxy.newProxyInstance(
                ServedApp.class.getClassLoader(),
                new Class<?>[] {DataComponent.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        call("bindSystemSchema", new Class<?>[] {SystemSchema.class}, new StateSchema());
        call("bindStore", new Class<?>[] {Store.class, Map.class}, store, Map.of(Store.PROVIDER, "memory"));
        call("bindEngine", new Class<?>[] {PolicyEngine.class}, new ExpressionPolicyEngine());
        call("bindManifests", new Class<?>[] {Manifests.class}, new FileManifests(context));
        call("activate", new Class<?>[] {BundleContext.class, DataComponent.Config.class}, context, config);
        Await.until("the app to serve", () -> registered.containsKey(DataService.class));
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                ServedApp.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> arguments[0].equals("lynchet.manifest") ? file.toString() : null;
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

    private void call(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = DataComponent.class.getDeclaredMethod(name, types);
            method.setAccessible(true);
            method.invoke(component, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    DataService service() {
        return (DataService) registered.get(DataService.class);
    }

    /** Seq of the newest change: what tells whether anything was written. */
    long head() {
        return store.info().headSeq();
    }

    @Override
    public void close() {
        call("deactivate", new Class<?>[0]);
        store.close();
    }
}
