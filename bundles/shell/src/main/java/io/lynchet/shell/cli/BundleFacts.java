// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.deploy.Deployments;

/**
 * A bundle as operators see it.
 *
 * @param state lower case, such as {@code active}
 * @param location where it was installed from
 */
public record BundleFacts(long id, String state, String name, String version, int startLevel, String location) {
    /** Whether it came out of a drop-in folder. */
    public boolean dropIn() {
        return location.startsWith(Deployments.LOCATION_PREFIX);
    }
}
