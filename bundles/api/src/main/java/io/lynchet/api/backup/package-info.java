// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Backups: who takes, tries and restores them, and where they are kept. */
@Export
@Version("1.0.0")
package io.lynchet.api.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
