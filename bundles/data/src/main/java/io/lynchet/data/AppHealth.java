// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.manifest.Diagnostic;
import java.util.List;
import java.util.Optional;

/** Whether an app is served, and whether its manifest is the newest one. */
final class AppHealth implements HealthCheck {
    private final ServingState state;
    private final DataControl control;
    private final StoreChoice choice;

    AppHealth(ServingState state, DataControl control, StoreChoice choice) {
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

    // The first one, since many can't be found by looking at the manifest alone: the stored rows are in the way.
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
        Serving serving = state.orNull();
        Optional<ReloadReport> last = control.lastReload();
        String findings = last.filter(report -> !report.applied())
                .map(AppHealth::errors)
                .orElseGet(() -> choice.missing().orElse("no manifest or policy engine yet"));
        if (serving == null) {
            return Health.down("No app is served: " + findings + ".");
        }
        String name = serving.model().manifest().name() + " "
                + serving.model().manifest().version();
        // It is kept for the moment in which a store is replaced, and serves nobody when none comes.
        Optional<String> missing = choice.missing();
        if (missing.isPresent()) {
            return Health.down(name + " can't be read or written: " + missing.get() + ".");
        }
        boolean current = last.map(ReloadReport::applied).orElse(true);
        return current
                ? Health.ok(name)
                : Health.degraded(name + " goes on serving; the newer manifest was refused: " + findings + ".");
    }
}
