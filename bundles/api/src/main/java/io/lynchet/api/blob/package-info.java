// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Named objects outside the store, such as those of backups, and the locations that store them. */
@Export
@Version("0.1.0")
package io.lynchet.api.blob;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
