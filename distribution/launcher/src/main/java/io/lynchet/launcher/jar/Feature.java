// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import io.lynchet.launcher.framework.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A feature: bundles that belong together and their configuration, in the form of the OSGi Feature specification.
 *
 * @param name the file name without {@code .json}
 * @param bundles in installation order
 * @param configurations values by PID
 * @param needs the service interfaces without which the process is not ready, see {@link Readiness}
 */
public record Feature(
        String name, List<FeatureBundle> bundles, Map<String, Map<String, Object>> configurations, List<String> needs) {

    public static Feature read(String name, byte[] text) {
        Map<String, Object> json = JsonFile.object("features/" + name + ".json", text);
        List<FeatureBundle> bundles = new ArrayList<>();
        for (Object bundle : list(json.get("bundles"))) {
            bundles.add(FeatureBundle.of(map(bundle)));
        }
        Map<String, Object> ready = map(map(json.get("extensions")).get("lynchet-ready"));
        return new Feature(name, bundles, configurations(json), strings(ready.get("json")));
    }

    private static Map<String, Map<String, Object>> configurations(Map<String, Object> json) {
        Map<String, Map<String, Object>> byPid = new java.util.LinkedHashMap<>();
        map(json.get("configurations")).forEach((pid, values) -> byPid.put(pid, map(values)));
        return byPid;
    }

    private static List<String> strings(Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static List<?> list(Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
