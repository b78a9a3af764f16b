// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Configurations as Declarative Services would make them: defaults with some keys set. */
final class Configs {
    private Configs() {}

    static JettyTransport.Config with(Object... keysAndValues) {
        Map<String, Object> set = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            set.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return (JettyTransport.Config) Proxy.newProxyInstance(
                Configs.class.getClassLoader(),
                new Class<?>[] {JettyTransport.Config.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
