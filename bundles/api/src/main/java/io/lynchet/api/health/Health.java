// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.health;

import java.util.Objects;

/**
 * The health of a part. The message is for operators: {@code /readyz} shows it to admins, and the shell shows it. It
 * must contain no secrets.
 */
public record Health(State state, String message) {
    /** The states of health. Only DOWN affects readiness. */
    public enum State {
        OK,
        DEGRADED,
        DOWN
    }

    public Health {
        Objects.requireNonNull(state);
        Objects.requireNonNull(message);
    }

    public static Health ok(String message) {
        return new Health(State.OK, message);
    }

    public static Health degraded(String message) {
        return new Health(State.DEGRADED, message);
    }

    public static Health down(String message) {
        return new Health(State.DOWN, message);
    }
}
