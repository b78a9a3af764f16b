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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks that are there now, in order of name, each called inside a lease. */
final class HookChain {
    private static final Logger LOG = LoggerFactory.getLogger(HookChain.class);

    private final LeasedRegistry<String, Hook> hooks = new LeasedRegistry<>();
    private volatile List<String> names = List.of();

    void add(int ranking, long serviceId, Hook hook) {
        hooks.add(hook.name(), ranking, serviceId, hook);
        names = hooks.names().stream().sorted().toList();
    }

    void remove(Hook hook) {
        if (!hooks.remove(hook.name(), hook)) {
            LOG.warn("Hook {} was still running when its bundle stopped.", hook.name());
        }
        names = hooks.names().stream().sorted().toList();
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    boolean applyTo(Entity entity) {
        return !names.isEmpty() && !entity.system();
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

    /** Tells every hook that applies; their failures are logged. */
    void after(Entity entity, Change change) {
        each(entity, hook -> {
            try {
                hook.after(change);
            } catch (RuntimeException e) {
                LOG.error("Hook {} failed after change {} of {}.", hook.name(), change.seq(), change.entity(), e);
            }
        });
    }

    private void before(Entity entity, Consumer<Hook> call) {
        each(entity, hook -> {
            try {
                call.accept(hook);
            } catch (LynchetException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new LynchetException(ErrorCode.INTERNAL, "The hook " + hook.name() + " failed.", e);
            }
        });
    }

    private void each(Entity entity, Consumer<Hook> call) {
        if (entity.system()) {
            return;
        }
        for (String name : names) {
            Lease<Hook> lease = hooks.acquire(name);
            if (lease == null) {
                continue;
            }
            try {
                if (lease.service().appliesTo(entity)) {
                    call.accept(lease.service());
                }
            } finally {
                lease.release();
            }
        }
    }
}
