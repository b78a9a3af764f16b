// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The results of live queries, one class per kind of query (rows, count, aggregate). Changes keep them up to date
 * without reading the store.
 */
package io.lynchet.live.result;
