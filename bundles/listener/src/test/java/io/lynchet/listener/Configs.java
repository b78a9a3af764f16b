// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.testkit.ComponentConfig;
import java.util.HashMap;
import java.util.Map;

/** Configurations as Declarative Services would make them: any free port, and defaults with some keys set. */
final class Configs {
    private Configs() {}

    static PortListener.Config with(Object... keysAndValues) {
        Map<String, Object> set = new HashMap<>(Map.of("port", 0));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            set.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return ComponentConfig.of(PortListener.Config.class, set);
    }
}
