// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The archive of the log: copying the store's changes into segments, and rolling a restored store forward from them.
 */
package io.lynchet.backup.log;
