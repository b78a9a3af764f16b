// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rooms and their members, for operators; clients use frames and HTTP, see the documentation. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.room;
