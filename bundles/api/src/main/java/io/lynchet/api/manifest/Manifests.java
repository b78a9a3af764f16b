// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that reads, validates and compares manifests. It keeps no current one: the data service decides which
 * manifest serves. Thread-safe.
 */
@ProviderType
public interface Manifests {
    /**
     * Reads the app's manifest file again. A missing or unreadable file is a diagnostic, too. Policies are not parsed
     * here.
     */
    ManifestReading read();

    /** Reads a manifest from UTF-8 text, at most 4 MiB. */
    ManifestReading parse(byte[] text, String fileName);

    /** Returns the steps from one schema to another, in a valid order of application. Does not read rows. */
    MigrationPlan plan(Schema installed, Schema wanted, Set<String> acceptedLoss);

    /**
     * Watches the file until the handle is closed; for development. Runs the callback, on a thread of its own, when the
     * file has changed and has then been stable for a moment.
     */
    AutoCloseable watch(Runnable changed);
}
