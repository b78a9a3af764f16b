// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.RoomPolicies.RoomRule;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import java.time.Clock;
import java.util.Optional;

/** The room rules of the serving app, each question answered from one snapshot of the store. */
public final class ServedRoomRules implements RoomRules {
    private static final int ATTEMPTS_MAX = 3;

    private final ServingState state;
    private final Gate<Store> stores;
    private final ChangeFeed feed;
    private final Clock clock;
    private final boolean dev;

    /** @param dev whether every signed-in caller may join rooms without a rule */
    public ServedRoomRules(ServingState state, Gate<Store> stores, ChangeFeed feed, Clock clock, boolean dev) {
        this.state = state;
        this.stores = stores;
        this.feed = feed;
        this.clock = clock;
        this.dev = dev;
    }

    @Override
    public State state() {
        return new State(state.get().model().generation(), feed.head());
    }

    @Override
    public Verdict ask(Right right, Principal principal, String room) {
        for (int attempt = 1; ; attempt++) {
            ServingApp serving = state.get();
            try {
                return ask(serving, right, principal, room);
            } catch (SchemaChangedException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
                state.successor(serving).toCompletableFuture().join();
            }
        }
    }

    private Verdict ask(ServingApp serving, Right right, Principal principal, String room) {
        if (principal.admin() || principal.userId() == null) {
            return fixed(serving, principal.admin());
        }
        Optional<RoomRule> found = serving.rooms().about(room);
        if (found.isEmpty()) {
            return fixed(serving, dev);
        }
        RoomRule about = found.get();
        AccessRule rule = right == Right.JOIN ? about.join() : about.broadcast();
        if (rule == null) {
            return fixed(serving, true);
        }
        PolicyContext context = new PolicyContext(principal, clock.instant());
        return stores.call(store -> {
            try (AskedRows rows = new AskedRows(store)) {
                boolean allowed = rule.permits(context, about.data(), null, rows);
                return new Verdict(
                        allowed,
                        new State(serving.model().generation(), rows.seq()),
                        changesByItself(rule) ? Dependence.MORE : rows.dependence());
            }
        });
    }

    private static Verdict fixed(ServingApp serving, boolean allowed) {
        return new Verdict(allowed, new State(serving.model().generation(), 0), Dependence.NOTHING);
    }

    private static boolean changesByItself(AccessRule rule) {
        return rule.inputs().stream().anyMatch(input -> input.equals("now") || input.endsWith("()"));
    }

    /**
     * The rows of one question, which open a snapshot at the first read. A verdict without one is the same whatever the
     * rows are, as long as principal and rule are.
     */
    private static final class AskedRows implements RowSource, AutoCloseable {
        private final Store store;
        private Snapshot snapshot;

        AskedRows(Store store) {
            this.store = store;
        }

        @Override
        public boolean exists(Entity entity, Filter filter, Scope outer) {
            if (snapshot == null) {
                snapshot = store.snapshot();
            }
            return snapshot.exists(entity, filter, outer);
        }

        long seq() {
            return snapshot == null ? 0 : snapshot.seq();
        }

        Dependence dependence() {
            return snapshot == null ? Dependence.NOTHING : Dependence.ROWS;
        }

        @Override
        public void close() {
            if (snapshot != null) {
                snapshot.close();
            }
        }
    }
}
