// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rooms and who is in them, for operators; clients speak frames and HTTP, see the documentation. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.room;
