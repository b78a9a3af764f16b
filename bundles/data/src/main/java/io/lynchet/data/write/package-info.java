// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Writes under policies: checks of drafts, new ids, and guards inside the store's transaction. */
package io.lynchet.data.write;
