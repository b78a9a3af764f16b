// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rows, drafts, changes and schemas as JSON, both ways. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.json.row;
