// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What the load asks for, and the rows that have to be there before. */
package io.lynchet.itests.bench.workload;
