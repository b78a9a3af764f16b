// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.data.store.StoreChoice;
import java.util.List;
import java.util.Optional;

/** The health of the app: whether one is served, and whether its manifest is the newest one. */
public final class AppHealth implements HealthCheck {
    private final ServingState state;
    private final DataAdmin control;
    private final StoreChoice choice;

    public AppHealth(ServingState state, DataAdmin control, StoreChoice choice) {
        this.state = state;
        this.control = control;
        this.choice = choice;
    }

    @Override
    public String name() {
        return "app";
    }

    @Override
    public boolean needed() {
        return true;
    }

    // The first error, since the manifest file alone often does not show it: stored rows prevent a step.
    private static String errors(ReloadReport refused) {
        List<Diagnostic> errors = refused.diagnostics().stream()
                .filter(found -> found.severity() == Diagnostic.Severity.ERROR)
                .toList();
        String first = errors.isEmpty() ? "no reason was given" : errors.get(0).toString();
        int more = errors.size() - 1;
        return more < 1 ? first : first + " (and " + more + " more; 'reload' in the shell shows them all)";
    }

    @Override
    public Health check() {
        ServingApp serving = state.orNull();
        Optional<ReloadReport> last = control.lastReload();
        String findings = last.filter(report -> !report.applied())
                .map(AppHealth::errors)
                .orElseGet(() -> choice.missing().orElse("the manifest or the policy engine is still missing"));
        if (serving == null) {
            return Health.down("No app is served: " + findings + ".");
        }
        String name = serving.model().manifest().name() + " "
                + serving.model().manifest().version();
        // The app is kept while a store is replaced, and serves no caller when none comes.
        Optional<String> missing = choice.missing();
        if (missing.isPresent()) {
            return Health.down(name + " can't read or write: " + missing.get() + ".");
        }
        boolean current = last.map(ReloadReport::applied).orElse(true);
        return current
                ? Health.ok(name)
                : Health.degraded(name + " still serves; the newer manifest has errors: " + findings + ".");
    }
}
