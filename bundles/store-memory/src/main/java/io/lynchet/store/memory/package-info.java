// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The reference store. A state is one immutable value; a commit creates the next one; a snapshot holds one. */
package io.lynchet.store.memory;
