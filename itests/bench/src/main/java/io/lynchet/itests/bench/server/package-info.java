// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The servers that are measured: processes of ours, or whatever answers at an address; and what they take of the
 * machine.
 */
package io.lynchet.itests.bench.server;
