// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import java.util.Map;
import java.util.Optional;

/**
 * The settings that had another name in an earlier version. They have no effect: an operator who still uses an old name
 * gets an error with the new one.
 */
final class MovedSettings {
    /** Old and new names: of a key as {@code PID:key}, of a whole component as its PID. */
    static final MovedSettings OF_THIS_VERSION = new MovedSettings(Map.of(
            "io.lynchet.http:contentSecurityPolicy", "io.lynchet.rest:contentSecurityPolicy",
            "io.lynchet.auth.org", "io.lynchet.orgs"));

    private final Map<String, String> newNames;

    MovedSettings(Map<String, String> newNames) {
        this.newNames = Map.copyOf(newNames);
    }

    /** Returns {@code a of x is called b of y now.}, or empty when the key has not moved. */
    Optional<String> key(String pid, String key) {
        return Optional.ofNullable(newNames.get(pid + ":" + key)).map(now -> {
            int colon = now.indexOf(':');
            return sentence(key + " of " + pid, now.substring(colon + 1) + " of " + now.substring(0, colon));
        });
    }

    /** Returns the same for all keys of a component. */
    Optional<String> pid(String pid) {
        return Optional.ofNullable(newNames.get(pid)).map(now -> sentence(pid, now));
    }

    /** Returns the same for an environment variable, of a moved key or of a moved component. */
    Optional<String> variable(String name) {
        for (Map.Entry<String, String> moved : newNames.entrySet()) {
            String old = variableOf(moved.getKey());
            boolean isOld = moved.getKey().contains(":") ? name.equals(old) : name.startsWith(old);
            if (isOld) {
                return Optional.of(sentence(name, variableOf(moved.getValue()) + name.substring(old.length())));
            }
        }
        return Optional.empty();
    }

    private static String variableOf(String name) {
        int colon = name.indexOf(':');
        return colon < 0
                ? EnvironmentName.of(name, "")
                : EnvironmentName.of(name.substring(0, colon), name.substring(colon + 1));
    }

    private static String sentence(String before, String now) {
        return before + " is called " + now + " now.";
    }
}
