// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import io.lynchet.data.app.ServingState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present hooks, in order of name, each called inside a lease. */
public final class HookChain {
    private static final Logger LOG = LoggerFactory.getLogger(HookChain.class);

    private final LeasedRegistry<String, Hook> hooks = new LeasedRegistry<>();
    private final HookDepth depth = new HookDepth();
    private final RequiredHooks required;
    private final Set<Hook> withAfter = ConcurrentHashMap.newKeySet();
    private volatile List<String> names = List.of();
    private volatile List<String> afterNames = List.of();
    private volatile Consumer<Hook> stuck = hook -> {};

    public HookChain(ServingState state) {
        required = new RequiredHooks(state);
    }

    public void add(int ranking, long serviceId, Hook hook) {
        if (hasAfter(hook)) {
            withAfter.add(hook);
        }
        hooks.add(hook.name(), ranking, serviceId, hook);
        refresh();
    }

    public void remove(Hook hook) {
        withAfter.remove(hook);
        boolean drained = hooks.remove(hook.name(), hook);
        refresh();
        if (!drained) {
            LOG.warn("Hook {} was still running when its bundle stopped.", hook.name());
            stuck.accept(hook);
        }
    }

    /** Sets the listener for hooks that leave while a call is inside them. */
    void whenStuck(Consumer<Hook> listener) {
        stuck = listener;
    }

    private synchronized void refresh() {
        names = hooks.names().stream().sorted().toList();
        afterNames = withAfter.stream().map(Hook::name).distinct().sorted().toList();
        required.tell(names);
    }

    // Runs once for each hook that comes; a hook that only checks writes before they are made needs no thread.
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

    /** Returns the names of the hooks that want changes. */
    List<String> afterNames() {
        return afterNames;
    }

    public HookDepth depth() {
        return depth;
    }

    public RequiredHooks required() {
        return required;
    }

    /** Returns one sentence for each required hook that is missing. */
    List<String> missing() {
        return required.missing(names);
    }

    /** Logs the missing hooks. For after a change of the app or the configuration. */
    public void tellMissing() {
        required.tell(names);
    }

    public boolean applyTo(Entity entity) {
        return !entity.system() && (!names.isEmpty() || !required.of(entity).isEmpty());
    }

    public void beforeInsert(Principal principal, HookedDraft hooked) {
        before(hooked.draft().entity(), hook -> {
            hook.beforeInsert(principal, hooked.draft());
            hooked.called(hook.name());
        });
    }

    public void beforeUpdate(Principal principal, String id, HookedDraft hooked) {
        before(hooked.draft().entity(), hook -> {
            hook.beforeUpdate(principal, id, hooked.draft());
            hooked.called(hook.name());
        });
    }

    public void beforeDelete(Principal principal, Entity entity, String id) {
        before(entity, hook -> hook.beforeDelete(principal, entity, id));
    }

    /**
     * Calls one hook for a change, if it is present and applies. Its exceptions reach the caller.
     *
     * @param entering receives the hook before its code is called
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
        // A hook that has just left, or that does not apply to the entity, has guarded nothing.
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

    // Also for classes missing in its bundle: that is the hook's fault and fails this write only.
    private static LynchetException failed(Hook hook, Throwable cause) {
        return new LynchetException(ErrorCode.INTERNAL, "The hook " + hook.name() + " failed.", cause);
    }
}
