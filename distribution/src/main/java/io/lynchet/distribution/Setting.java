// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import io.lynchet.launcher.config.EnvironmentName;

/**
 * One configuration key, as its bundle's metatype tells it.
 *
 * @param pid of the component
 * @param key its name in a file
 * @param type Integer, Long, Double, Boolean, String, ...
 * @param many whether the value is an array
 * @param fallback the default as text, null when there is none
 * @param min the least value as text, or null
 * @param max the greatest value as text, or null
 * @param options the allowed values, empty when any
 * @param description one sentence
 */
record Setting(
        String pid,
        String key,
        String type,
        boolean many,
        String fallback,
        String min,
        String max,
        java.util.List<String> options,
        String description) {

    String environmentName() {
        return EnvironmentName.of(pid, key);
    }
}
