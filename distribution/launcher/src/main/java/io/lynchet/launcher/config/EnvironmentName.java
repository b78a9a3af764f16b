// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import java.util.Locale;

/** The name of a configuration key in the environment. */
public final class EnvironmentName {
    private EnvironmentName() {}

    /**
     * Returns {@code LYNCHET_STORE_SQLITE_READERS_MAX} for {@code io.lynchet.store.sqlite} and {@code readersMax}. An
     * empty key gives what the names of all keys of the component begin with.
     */
    public static String of(String pid, String key) {
        String section = pid.replaceFirst("^io\\.lynchet\\.", "").replaceFirst("^launcher$", "");
        String name = section.isEmpty() ? key : section + "_" + key;
        return "LYNCHET_"
                + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9]", "_")
                        .toUpperCase(Locale.ROOT);
    }
}
