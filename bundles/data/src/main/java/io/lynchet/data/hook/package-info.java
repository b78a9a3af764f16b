// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Hooks before and after writes: their order, depth and time, and the effect of a missing one. */
package io.lynchet.data.hook;
