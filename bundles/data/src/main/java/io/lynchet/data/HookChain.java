// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Hook;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks that are there now, in order of name, each called inside a lease. */
final class HookChain {
    private static final Logger LOG = LoggerFactory.getLogger(HookChain.class);

    private final LeasedRegistry<String, Hook> hooks = new LeasedRegistry<>();
    private final HookDepth depth = new HookDepth();
    private final RequiredHooks required;
    private final Set<Hook> withAfter = ConcurrentHashMap.newKeySet();
    private volatile List<String> names = List.of();
    private volatile List<String> afterNames = List.of();
    private volatile Consumer<Hook> stuck = hook -> {};

    HookChain(ServingState state) {
        required = new RequiredHooks(state);
    }

    void add(int ranking, long serviceId, Hook hook) {
        if (hasAfter(hook)) {
            withAfter.add(hook);
        }
        hooks.add(hook.name(), ranking, serviceId, hook);
        refresh();
    }

    void remove(Hook hook) {
        withAfter.remove(hook);
        boolean drained = hooks.remove(hook.name(), hook);
        refresh();
        if (!drained) {
            LOG.warn("Hook {} was still running when its bundle stopped.", hook.name());
            stuck.accept(hook);
        }
    }

    /** Told of a hook that left while a call was inside it. */
    void whenStuck(Consumer<Hook> listener) {
        stuck = listener;
    }

    private synchronized void refresh() {
        names = hooks.names().stream().sorted().toList();
        afterNames = withAfter.stream().map(Hook::name).distinct().sorted().toList();
        required.tell(names);
    }

    // Once for each hook that comes; a hook that only looks at writes before they are made needs no thread.
    private static boolean hasAfter(Hook hook) {
        try {
            return hook.getClass().getMethod("after", Change.class).getDeclaringClass() != Hook.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every hook has this method", e);
        }
    }

    int size() {
        return names.size();
    }

    /** Those that want to hear of changes. */
    List<String> afterNames() {
        return afterNames;
    }

    HookDepth depth() {
        return depth;
    }

    RequiredHooks required() {
        return required;
    }

    /** One sentence for each hook that is required and not there. */
    List<String> missing() {
        return required.missing(names);
    }

    /** To be called when the app or the configuration changed. */
    void tellMissing() {
        required.tell(names);
    }

    boolean applyTo(Entity entity) {
        return !entity.system() && (!names.isEmpty() || !required.of(entity).isEmpty());
    }

    void beforeInsert(Principal principal, HookedDraft hooked) {
        before(hooked.draft().entity(), hook -> {
            hook.beforeInsert(principal, hooked.draft());
            hooked.called(hook.name());
        });
    }

    void beforeUpdate(Principal principal, String id, HookedDraft hooked) {
        before(hooked.draft().entity(), hook -> {
            hook.beforeUpdate(principal, id, hooked.draft());
            hooked.called(hook.name());
        });
    }

    void beforeDelete(Principal principal, Entity entity, String id) {
        before(entity, hook -> hook.beforeDelete(principal, entity, id));
    }

    /**
     * Tells one hook of a change, if it applies and is there. What it throws comes out.
     *
     * @param entering told before foreign code is called
     */
    void after(String name, Entity entity, Change change, Consumer<Hook> entering) throws InterruptedException {
        int level = depth.of(change.seq()) + 1;
        Lease<Hook> lease = hooks.acquire(name);
        if (lease == null) {
            return;
        }
        try {
            entering.accept(lease.service());
            if (lease.service().appliesTo(entity)) {
                depth.at(level, () -> lease.service().after(change));
            }
        } finally {
            lease.release();
        }
    }

    private void before(Entity entity, Consumer<Hook> call) {
        if (entity.system()) {
            return;
        }
        Set<String> needed = required.of(entity);
        List<String> present = names;
        if (!present.containsAll(needed)) {
            throw absent(entity);
        }
        int level = depth.current() + 1;
        int met = 0;
        for (String name : present) {
            Lease<Hook> lease = hooks.acquire(name);
            if (lease == null) {
                continue;
            }
            try {
                if (appliesTo(lease.service(), entity)) {
                    depth.at(level, () -> before(lease.service(), call));
                    met += needed.contains(name) ? 1 : 0;
                }
            } finally {
                lease.release();
            }
        }
        // One that left just now, or that says that the entity is none of its business, has guarded nothing.
        if (met < needed.size()) {
            throw absent(entity);
        }
    }

    private LynchetException absent(Entity entity) {
        required.tell(names);
        return RequiredHooks.absent(entity);
    }

    private static boolean appliesTo(Hook hook, Entity entity) {
        try {
            return hook.appliesTo(entity);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed(hook, e);
        }
    }

    private static void before(Hook hook, Consumer<Hook> call) {
        try {
            call.accept(hook);
        } catch (LynchetException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed(hook, e);
        }
    }

    // Also for what is missing in its bundle: that is the hook's fault and refuses the write, and nothing else.
    private static LynchetException failed(Hook hook, Throwable cause) {
        return new LynchetException(ErrorCode.INTERNAL, "The hook " + hook.name() + " failed.", cause);
    }
}
