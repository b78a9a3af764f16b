// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.Map;

/**
 * One bundle of a feature.
 *
 * @param id {@code group:artifact:version}
 * @param symbolicName filled in when the distribution is assembled
 * @param startLevel bundles stop in the reverse order of their levels, so what takes requests has the highest
 * @param flat on the class path of the launcher, as a Connect bundle; else nested in the jar, with its own loader
 */
record FeatureBundle(String id, String symbolicName, int startLevel, boolean flat) {

    static FeatureBundle of(Map<String, Object> json) {
        return new FeatureBundle(
                (String) json.get("id"),
                (String) json.get("symbolic-name"),
                json.get("start-level") instanceof Long level ? level.intValue() : 1,
                Boolean.TRUE.equals(json.get("flat")));
    }

    /** Where the framework finds it: {@code cp:NAME} is answered by {@link FlatBundles}. */
    String location() {
        return (flat ? "cp:" : "lynchet:") + symbolicName;
    }
}
