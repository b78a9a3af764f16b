// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.principal.Principal;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The rules about rooms in the manifest that serves, for the bundle that keeps rooms. Admins may do everything,
 * anonymous callers nothing. Nobody else may join a room that no rule matches; in development, every signed-in user
 * may.
 *
 * <p>Calls block while a rule reads rows. While the store is being replaced they wait up to 5 seconds and then fail
 * with {@code UNAVAILABLE}; before there is an app they fail at once. Thread-safe.
 */
@ProviderType
public interface RoomRules {
    /** The rights in a room. */
    enum Right {
        JOIN,
        /** Only asked for a principal that may join. */
        BROADCAST
    }

    /** The state on which a verdict depends, besides the principal and the manifest. */
    enum Dependence {
        NOTHING,
        ROWS,
        /** The time, or functions that bundles provide. */
        MORE
    }

    /**
     * The state in which the rules are evaluated.
     *
     * @param generation the generation of the app
     * @param seq the seq of the newest change
     */
    record State(long generation, long seq) {}

    /** A verdict with the state in which it was given. */
    record Verdict(boolean allowed, State given, Dependence dependence) {
        /** Returns whether the same question may have another verdict now. */
        public boolean outdated(State now) {
            return given.generation() != now.generation()
                    || dependence == Dependence.MORE
                    || (dependence == Dependence.ROWS && given.seq() != now.seq());
        }
    }

    /**
     * Returns whether the principal has the right in the room. Fails with {@code POLICY_FUNCTION_MISSING} when the rule
     * calls a function that is not present.
     */
    Verdict ask(Right right, Principal principal, String room);

    State state();
}
