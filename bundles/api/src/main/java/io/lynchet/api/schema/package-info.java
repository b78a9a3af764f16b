// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The shape of an app's data: entities, fields, indexes, relations, and the plan from one shape to the next.
 *
 * <p>All types are immutable. A {@link io.lynchet.api.schema.Schema} is one generation. Rows, drafts, filters and
 * queries refer to the {@link io.lynchet.api.schema.Entity} objects of their generation, by ordinal.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.schema;
