// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The reference store. A state is one immutable value; a commit makes the next one; a snapshot is a state that someone holds on to. */
package io.lynchet.store.memory;
