// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Readers of queries, filters, aggregates and graph queries. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.json.query;
