// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to restore.
 *
 * @param location where the backup is
 * @param name the backup to begin with; empty for the newest that leads to the position
 * @param to a data directory that does not exist yet, or is empty; empty for the place of the store that serves, which is kept beside it
 * @param seq position to stop at, {@code empty} for none. Commits are restored whole: one inside a commit stops at the end of the commit before
 * @param instant to stop at; what was committed at it is in. Empty for none; not together with {@code seq}
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
