// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.List;

/** The health of hooks: whether required ones are present, and all after-hooks keep up. */
public final class HookHealth implements HealthCheck {
    private final HookChain hooks;
    private final AfterHooks afterHooks;

    public HookHealth(HookChain hooks, AfterHooks afterHooks) {
        this.hooks = hooks;
        this.afterHooks = afterHooks;
    }

    @Override
    public String name() {
        return "hooks";
    }

    /**
     * Returns false: without a required hook, reads and other entities are served as before, and a process must start
     * before its drop-ins come.
     */
    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Health check() {
        List<String> missing = hooks.missing();
        if (!missing.isEmpty()) {
            return Health.down(String.join(". ", missing) + ".");
        }
        List<String> slow = afterHooks.complaints();
        return slow.isEmpty() ? Health.ok(hooks.size() + " hooks") : Health.degraded(String.join(". ", slow) + ".");
    }
}
