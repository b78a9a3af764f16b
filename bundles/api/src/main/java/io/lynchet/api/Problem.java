// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import java.util.Objects;

/**
 * One thing that is wrong with an input.
 *
 * @param path JSON path of the place, such as {@code $.tags[2]}; {@code $} for the whole
 * @param code what kind of problem
 * @param message one sentence for people, safe to show to the caller
 */
public record Problem(String path, ErrorCode code, String message) {
    public Problem {
        Objects.requireNonNull(path);
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
    }
}
