// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every key that the bundles of this distribution know; collected from their metatype when it was assembled. */
final class SettingCatalog {
    private final Map<String, Map<String, Setting>> byPid = new TreeMap<>();
    private final Map<String, Setting> byEnv = new TreeMap<>();

    SettingCatalog(List<Setting> settings) {
        for (Setting setting : settings) {
            byPid.computeIfAbsent(setting.pid(), any -> new TreeMap<>()).put(setting.key(), setting);
            byEnv.put(setting.env(), setting);
        }
    }

    static SettingCatalog of(PackedJar jar) {
        Map<String, Object> json = JsonFile.object("settings.json", jar.bytes(PackedJar.HOME + "settings.json"));
        Stream<Map<?, ?>> settings = ((List<?>) json.get("settings")).stream().map(entry -> (Map<?, ?>) entry);
        return new SettingCatalog(settings.map(Setting::of).toList());
    }

    /** The settings of a component by key; empty when no bundle has that PID. */
    Map<String, Setting> of(String pid) {
        return byPid.getOrDefault(pid, Map.of());
    }

    Setting ofEnvironment(String name) {
        return byEnv.get(name);
    }

    Collection<String> pids() {
        return byPid.keySet();
    }

    Collection<String> environmentNames() {
        return byEnv.keySet();
    }
}
