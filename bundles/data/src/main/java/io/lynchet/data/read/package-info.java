// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Reads under policies: queries, graphs, aggregates, reads of the past, and the share of one caller in the store. */
package io.lynchet.data.read;
