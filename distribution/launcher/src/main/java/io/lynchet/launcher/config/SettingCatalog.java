// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.launcher.jar.JsonFile;
import io.lynchet.launcher.jar.PackedJar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalogue of all keys of this distribution's bundles, collected from their metatype when it was assembled. */
public final class SettingCatalog {
    private final Map<String, Map<String, SettingKey>> byPid = new TreeMap<>();
    private final Map<String, SettingKey> byEnv = new TreeMap<>();
    private final MovedSettings moved;

    SettingCatalog(List<SettingKey> settings, MovedSettings moved) {
        this.moved = moved;
        for (SettingKey setting : settings) {
            byPid.computeIfAbsent(setting.pid(), any -> new TreeMap<>()).put(setting.key(), setting);
            byEnv.put(setting.env(), setting);
        }
    }

    public static SettingCatalog of(PackedJar jar) {
        Map<String, Object> json = JsonFile.object("settings.json", jar.bytes(PackedJar.HOME + "settings.json"));
        Stream<Map<?, ?>> settings = ((List<?>) json.get("settings")).stream().map(entry -> (Map<?, ?>) entry);
        return new SettingCatalog(settings.map(SettingKey::of).toList(), MovedSettings.OF_THIS_VERSION);
    }

    /** Returns the settings of a component by key; empty when no bundle has that PID. */
    Map<String, SettingKey> of(String pid) {
        return byPid.getOrDefault(pid, Map.of());
    }

    SettingKey ofEnvironment(String name) {
        return byEnv.get(name);
    }

    /** Returns the messages about names that no bundle has any more. */
    MovedSettings moved() {
        return moved;
    }

    Collection<String> pids() {
        return byPid.keySet();
    }

    Collection<String> environmentNames() {
        return byEnv.keySet();
    }
}
