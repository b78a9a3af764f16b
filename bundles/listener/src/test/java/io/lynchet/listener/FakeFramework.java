// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.http.Listener;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Keeps which listeners are registered. */
final class FakeFramework {
    final List<Listener> registered = new CopyOnWriteArrayList<>();

    BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                FakeFramework.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> registration((Listener) arguments[1]));
    }

    private Object registration(Listener listener) {
        registered.add(listener);
        return Proxy.newProxyInstance(
                FakeFramework.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> registered.remove(listener));
    }
}
