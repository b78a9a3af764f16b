// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Filters, queries and aggregates.
 *
 * <p>{@link io.lynchet.api.query.Filter} evaluates itself, and that evaluation is its definition: every store must
 * agree with it, and live queries use it. Logic is two-valued: a comparison with an absent operand is false, and
 * {@code Not} turns it into true.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.query;
