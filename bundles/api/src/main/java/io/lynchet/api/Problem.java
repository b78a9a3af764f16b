// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import java.util.Objects;

/**
 * One problem of an input.
 *
 * @param path the JSON path of the place, such as {@code $.tags[2]}; {@code $} for the whole
 * @param code the kind of problem
 * @param message one sentence for people, safe to show to the caller
 */
public record Problem(String path, ErrorCode code, String message) {
    public Problem {
        Objects.requireNonNull(path);
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
    }
}
