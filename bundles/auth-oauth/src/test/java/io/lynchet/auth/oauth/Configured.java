// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services makes them: the given values, else the defaults. */
final class Configured {
    private Configured() {}

    static ProviderComponent.Config with(Map<String, Object> values) {
        return (ProviderComponent.Config) Proxy.newProxyInstance(
                Configured.class.getClassLoader(),
                new Class<?>[] {ProviderComponent.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
