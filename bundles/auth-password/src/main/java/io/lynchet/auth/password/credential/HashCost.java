// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

/** The work of one hash. */
public record HashCost(int memoryKib, int iterations, int parallelism) {}
