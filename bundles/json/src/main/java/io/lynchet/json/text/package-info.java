// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Characters, numbers and instants, byte by byte. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.json.text;
