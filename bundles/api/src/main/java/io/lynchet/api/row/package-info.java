// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rows, drafts of rows, and changes: the values that travel between all parts. Immutable, except for {@link io.lynchet.api.row.Draft}. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.row;
