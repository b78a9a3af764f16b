// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Serves the JavaScript client, which is in {@code src/main/js}. */
package io.lynchet.client.js;
