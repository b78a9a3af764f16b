// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Read rules as conditions, and the store at one moment. Scopes are remembered for as long as a generation serves. */
final class PolicyReadScopes implements ReadScopes {
    private static final int REMEMBERED_MAX = 20_000;

    private final ServingState state;
    private final Gate<Store> stores;
    private final ReadLimits limits;
    private volatile Remembered remembered;

    PolicyReadScopes(ServingState state, Gate<Store> stores, ReadLimits limits) {
        this.state = state;
        this.stores = stores;
        this.limits = limits;
    }

    /** The admin's key is told apart here: a rule's own may look like that of a user. */
    private record Key(String entity, boolean admin, Object group) {}

    private record Remembered(long generation, ScopeFingerprint fingerprints, Map<Key, ReadScope> scopes) {}

    @Override
    public ReadScope scope(Principal principal, Entity entity, Instant now) {
        Serving serving = state.forEntity(entity);
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
        // What depends on the time is remembered for its fingerprint only.
        return scope.changesByItself() ? at(scope, rule.filter(context)) : scope;
    }

    private Remembered remembered(Serving serving) {
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
    public <T> T now(Function<Moment, T> body) {
        Serving serving = state.get();
        try (ReadLimits.CallerRead limited = limits.search()) {
            return stores.call(store -> {
                StoreInfo info = store.info();
                try (Snapshot snapshot = store.snapshot(limited.deadline())) {
                    return body.apply(new StoreMoment(snapshot, info));
                }
            });
        } catch (SchemaChangedException e) {
            // Told only once the successor serves, so that whoever prepares again finds it.
            state.successor(serving).toCompletableFuture().join();
            throw e;
        }
    }
}
