// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.schema.MigrationStep;
import java.util.List;

/**
 * The outcome of a reload.
 *
 * @param applied whether the new manifest serves; if not, the old one stays
 * @param diagnostics the diagnostics of the manifest, its policies and the migration
 * @param steps the steps that were applied, or would have been
 */
public record ReloadReport(boolean applied, List<Diagnostic> diagnostics, List<MigrationStep> steps) {
    public ReloadReport {
        diagnostics = List.copyOf(diagnostics);
        steps = List.copyOf(steps);
    }
}
