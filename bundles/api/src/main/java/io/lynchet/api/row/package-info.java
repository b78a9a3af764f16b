// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Rows, drafts, changes and operations: the values that all parts exchange. Immutable, except for
 * {@link io.lynchet.api.row.Draft}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.row;
