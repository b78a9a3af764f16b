// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The pull route. A client sends its cursor and gets the changes since then, a catch-up, or a snapshot page by page.
 */
package io.lynchet.sync.pull;
