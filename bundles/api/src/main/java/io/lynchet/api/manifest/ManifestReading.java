// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of reading a manifest.
 *
 * @param manifest present when there is no error
 * @param diagnostics all findings, in the order of the file
 */
public record ManifestReading(Optional<Manifest> manifest, List<Diagnostic> diagnostics) {
    public ManifestReading {
        diagnostics = List.copyOf(diagnostics);
    }
}
