// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Reads, validates and compares manifests. Keeps no current one: the data service decides which manifest serves. Thread-safe. */
@ProviderType
public interface Manifests {
    /** Reads the app's manifest file again. A missing or unreadable file is a diagnostic, too. Policies are not parsed here. */
    ManifestReading read();

    /** Reads a manifest from UTF-8 text, at most 4 MiB. */
    ManifestReading parse(byte[] text, String fileName);

    /** The steps from one schema to another, in an order in which they can be applied. Does not look at rows. */
    MigrationPlan plan(Schema installed, Schema wanted, Set<String> acceptedLoss);

    /** Calls back, on a thread of its own, when the file has changed and has been stable for a moment; for development. */
    AutoCloseable watch(Runnable changed);
}
