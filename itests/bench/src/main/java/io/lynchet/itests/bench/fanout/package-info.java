// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Writes at a fixed rate, many live queries, and how long each change takes to reach those that it concerns. */
package io.lynchet.itests.bench.fanout;
