// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The JavaScript client, which is in {@code src/main/js}, and its routes. */
package io.lynchet.client.js;
