// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The choice of the serving store, the switch to another one, and the feed of its commits. */
package io.lynchet.data.store;
