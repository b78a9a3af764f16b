// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.function.Supplier;

/**
 * The location of the schedule, the only one that HTTP requests reach: an admin's token must not choose folders of the
 * machine.
 *
 * @param location returns the location, empty for none
 */
public record ConfiguredLocation(Supplier<String> location) {
    /** Returns the location. Fails with {@code UNSUPPORTED} when none is configured. */
    String require() {
        String configured = location.get();
        if (configured.isEmpty()) {
            throw new LynchetException(
                    ErrorCode.UNSUPPORTED,
                    "No backup location is configured; set io.lynchet.backup:location, for example to a folder.");
        }
        return configured;
    }
}
