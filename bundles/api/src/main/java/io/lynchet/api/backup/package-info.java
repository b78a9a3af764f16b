// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of backups: taking, verifying and restoring them, and the kinds of locations that store them. Objects at
 * a location are in {@link io.lynchet.api.blob}.
 */
@Export
@Version("0.1.0")
package io.lynchet.api.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
