// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes that read many rows: lists, pages, queries, graphs, aggregates. */
package io.lynchet.rest.query;
