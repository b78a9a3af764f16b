// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The description of a restore.
 *
 * @param location the location of the backup
 * @param name the backup to begin with; empty for the newest that leads to the position
 * @param to a data directory that does not exist yet, or is empty; empty to replace the store that serves, which is
 *     kept beside it
 * @param seq the seq at which to stop; empty for none. Commits are restored whole: a seq inside a commit stops at the
 *     end of the commit before
 * @param instant the instant at which to stop, its commits included; empty for none, not together with {@code seq}
 */
public record RestoreOrder(
        String location, Optional<String> name, Optional<Path> to, OptionalLong seq, Optional<Instant> instant) {
    public RestoreOrder {
        Objects.requireNonNull(to);
        if (seq.isPresent() && instant.isPresent()) {
            throw new IllegalArgumentException("a seq and an instant");
        }
    }
}
