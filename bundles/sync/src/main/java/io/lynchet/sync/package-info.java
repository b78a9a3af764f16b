// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Replica sync: clients that keep rows of their own pull changes, push theirs, and follow the change stream. */
package io.lynchet.sync;
