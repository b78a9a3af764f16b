// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

/** How much work one hash is. */
record Cost(int memoryKib, int iterations, int parallelism) {}
