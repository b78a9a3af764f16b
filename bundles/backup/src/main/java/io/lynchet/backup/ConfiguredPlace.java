// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.function.Supplier;

/**
 * The place of the schedule, which is the only one that can be reached by HTTP: whoever has an admin's token may not choose folders of the machine.
 *
 * @param location of it, empty for none
 */
record ConfiguredPlace(Supplier<String> location) {
    /** {@code UNSUPPORTED} when there is none. */
    String require() {
        String configured = location.get();
        if (configured.isEmpty()) {
            throw new LynchetException(
                    ErrorCode.UNSUPPORTED,
                    "No place for backups is configured: set io.lynchet.backup:location, such as to a folder.");
        }
        return configured;
    }
}
