// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Configurations as Declarative Services makes them for a component: the given values, else the annotation's defaults.
 */
public final class ComponentConfig {
    private ComponentConfig() {}

    /**
     * Returns a configuration.
     *
     * @param type the annotation that describes a component's configuration
     * @param values by the name of the annotation's member, each of the member's type
     * @throws IllegalArgumentException when the annotation has no such member
     */
    public static <T> T of(Class<T> type, Map<String, ?> values) {
        Set<String> known =
                Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        if (!known.containsAll(values.keySet())) {
            throw new IllegalArgumentException(type.getName() + " has " + known + ", not all of " + values.keySet());
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.containsKey(method.getName())
                        ? values.get(method.getName())
                        : method.getDefaultValue()));
    }

    /**
     * Returns a configuration.
     *
     * @param keysAndValues a name and its value in turn
     */
    public static <T> T of(Class<T> type, Object... keysAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return of(type, values);
    }
}
