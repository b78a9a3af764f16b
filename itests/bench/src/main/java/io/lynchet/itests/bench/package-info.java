// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The command line of the benchmarks: scenarios, seeding, comparison of two servers, start-up and memory probe. */
package io.lynchet.itests.bench;
