// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.store.StoreFeed;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The read scopes of principals, from the read rules, and snapshots of the store. Scopes are remembered for as long as
 * a generation serves.
 */
public final class PolicyReadScopes implements ReadScopes {
    private static final int REMEMBERED_MAX = 20_000;

    private final ServingState state;
    private final Gate<Store> stores;
    private final StoreFeed feed;
    private final ReadLimits limits;
    private volatile Remembered remembered;

    public PolicyReadScopes(ServingState state, Gate<Store> stores, StoreFeed feed, ReadLimits limits) {
        this.state = state;
        this.stores = stores;
        this.feed = feed;
        this.limits = limits;
    }

    /** The key marks admins: a rule's own key may equal that of a user. */
    private record Key(String entity, boolean admin, Object group) {}

    private record Remembered(long generation, ScopeFingerprint fingerprints, Map<Key, ReadScope> scopes) {}

    @Override
    public ReadScope scope(Principal principal, Entity entity, Instant now) {
        ServingApp serving = state.forEntity(entity);
        Remembered known = remembered(serving);
        AccessRule rule = serving.policies().rule(entity, Action.READ);
        PolicyContext context = new PolicyContext(principal, now);
        Key key = new Key(entity.name(), principal.admin(), rule.groupKey(context));
        ReadScope scope = known.scopes().get(key);
        if (scope == null) {
            scope = make(entity, rule, context, key, known.fingerprints());
            if (known.scopes().size() >= REMEMBERED_MAX) {
                known.scopes().clear();
            }
            known.scopes().put(key, scope);
        }
        // A scope that depends on the time is remembered for its fingerprint only.
        return scope.changesByItself() ? at(scope, rule.filter(context)) : scope;
    }

    private Remembered remembered(ServingApp serving) {
        Remembered known = remembered;
        if (known == null || known.generation() != serving.model().generation()) {
            StoreInfo info = stores.call(Store::info);
            known = new Remembered(
                    serving.model().generation(),
                    new ScopeFingerprint(
                            info.storeId(), info.epoch(), serving.model().manifest()),
                    new ConcurrentHashMap<>());
            remembered = known;
        }
        return known;
    }

    private static ReadScope make(
            Entity entity, AccessRule rule, PolicyContext context, Key key, ScopeFingerprint fingerprints) {
        boolean admin = context.principal().admin();
        Filter filter = rule.filter(context);
        boolean byItself =
                !admin && rule.inputs().stream().anyMatch(input -> input.equals("now") || input.endsWith("()"));
        return new ReadScope(
                entity,
                filter,
                key,
                fingerprints.of(entity.name(), admin, key.group()),
                entitiesIn(filter),
                byItself,
                admin,
                !admin && !rule.rowDependent() && filter.equals(Filter.Constant.FALSE));
    }

    private static ReadScope at(ReadScope scope, Filter filter) {
        return new ReadScope(
                scope.entity(),
                filter,
                scope.key(),
                scope.fingerprint(),
                entitiesIn(filter),
                true,
                scope.everyField(),
                scope.nothing());
    }

    private static Set<Entity> entitiesIn(Filter filter) {
        return filter.searches().stream().map(Filter.Exists::entity).collect(Collectors.toSet());
    }

    @Override
    public <T> T now(Function<DataSnapshot, T> body) {
        ServingApp serving = state.get();
        try (ReadLimits.CallerRead limited = limits.search()) {
            return stores.call(store -> {
                StoreInfo info = store.info();
                try (Snapshot snapshot = store.snapshot(limited.deadline())) {
                    return body.apply(new StoreSnapshot(snapshot, info, feed));
                }
            });
        } catch (SchemaChangedException e) {
            // Thrown only once the successor serves, so that a caller that prepares again finds it.
            state.successor(serving).toCompletableFuture().join();
            throw e;
        }
    }
}
