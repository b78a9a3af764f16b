// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Replica sync: clients that keep rows of their own send what they changed. */
package io.lynchet.sync;
