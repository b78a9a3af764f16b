// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import java.util.Map;

/**
 * A bundle of a feature.
 *
 * @param id {@code group:artifact:version}
 * @param symbolicName filled in when the distribution is assembled
 * @param startLevel bundles stop in the reverse order of their levels, so those that take requests have the highest
 * @param flat on the class path of the launcher, as a Connect bundle; else nested in the jar, with its own loader
 */
public record FeatureBundle(String id, String symbolicName, int startLevel, boolean flat) {

    static FeatureBundle of(Map<String, Object> json) {
        return new FeatureBundle(
                (String) json.get("id"),
                (String) json.get("symbolic-name"),
                json.get("start-level") instanceof Long level ? level.intValue() : 1,
                Boolean.TRUE.equals(json.get("flat")));
    }

    /** Returns the framework's location of the bundle; {@link FlatBundles} resolves {@code cp:NAME}. */
    public String location() {
        return (flat ? "cp:" : "lynchet:") + symbolicName;
    }
}
