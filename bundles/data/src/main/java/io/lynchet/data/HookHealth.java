// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.List;

/** Whether the hooks that are required are there, and whether all after-hooks keep up. */
final class HookHealth implements HealthCheck {
    private final HookChain hooks;
    private final AfterHooks afterHooks;

    HookHealth(HookChain hooks, AfterHooks afterHooks) {
        this.hooks = hooks;
        this.afterHooks = afterHooks;
    }

    @Override
    public String name() {
        return "hooks";
    }

    /** Without a hook that is required reads and other entities are served as ever, and a process must start before drop-ins come. */
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
