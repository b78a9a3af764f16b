// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.deploy.Deployments;

/**
 * A bundle as operators see it.
 *
 * @param state lower case, such as {@code active}
 * @param location the location that it was installed from
 */
public record BundleFacts(long id, String state, String name, String version, int startLevel, String location) {
    /** Tells whether the bundle comes from a drop-in folder. */
    public boolean dropIn() {
        return location.startsWith(Deployments.LOCATION_PREFIX);
    }
}
