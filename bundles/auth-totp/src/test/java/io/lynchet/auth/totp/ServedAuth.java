// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.auth.AuthComponent;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The real accounts and sessions over a real data service, put together as Declarative Services would do it. */
final class ServedAuth implements AutoCloseable {
    private final AuthComponent component = new AuthComponent();
    private final Map<Object, Object> registered = new ConcurrentHashMap<>();
    final ServedApp app;

    ServedAuth(Path folder) throws IOException {
        call("bindRecords", AccountRecords.class, new TotpRecords());
        call("activate", BundleContext.class, context());
        app = new ServedApp(folder, TotpScene.MANIFEST, service(SystemSchema.class), new TotpSchema());
        call("bindData", DataService.class, app.service());
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                ServedAuth.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" ->
                        arguments[0].equals("lynchet.admin.token") ? "the admin's token of a test" : null;
                    case "registerService" -> {
                        registered.put(arguments[0], arguments[1]);
                        yield Proxy.newProxyInstance(
                                ServedAuth.class.getClassLoader(),
                                new Class<?>[] {ServiceRegistration.class},
                                (registration, called, nothing) -> null);
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private void call(String name, Class<?> type, Object argument) {
        try {
            Method method = AuthComponent.class.getDeclaredMethod(name, type);
            method.setAccessible(true);
            method.invoke(component, argument);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** The newest service of a type. */
    <T> T service(Class<T> type) {
        return type.cast(registered.get(type));
    }

    @Override
    public void close() {
        try {
            Method method = AuthComponent.class.getDeclaredMethod("deactivate");
            method.setAccessible(true);
            method.invoke(component);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        app.close();
    }
}
