// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.auth.Principal;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The rules of the manifest that serves about rooms, for the bundle that keeps them. Admins may do everything, anonymous callers nothing, and
 * nobody else may join a room that no entry matches; in development whoever is signed in may.
 *
 * <p>Calls block while a rule reads rows. While the store is being replaced they wait up to 5 seconds and then fail with {@code UNAVAILABLE};
 * before there is an app they do so at once. Thread-safe.
 */
@ProviderType
public interface RoomRules {
    /** What can be asked for. */
    enum Right {
        JOIN,
        /** Only of somebody who may join. */
        BROADCAST
    }

    /** What an answer depends on, besides the principal and the manifest. */
    enum Dependence {
        NOTHING,
        ROWS,
        /** The time, or functions that bundles provide. */
        MORE
    }

    /**
     * Where the rules stand.
     *
     * @param generation of the app
     * @param seq of the newest change
     */
    record State(long generation, long seq) {}

    /** An answer, and when it was given. */
    record Verdict(boolean allowed, State given, Dependence dependence) {
        /** Whether the same question may be answered differently now. */
        public boolean outdated(State now) {
            return given.generation() != now.generation()
                    || dependence == Dependence.MORE
                    || (dependence == Dependence.ROWS && given.seq() != now.seq());
        }
    }

    /** {@code POLICY_FUNCTION_MISSING} when the rule calls a function that is not there. */
    Verdict ask(Right right, Principal principal, String room);

    State state();
}
