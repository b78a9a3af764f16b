// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Reads and changes of organisations and members, in one commit with the app's own rows, and their removal with an
 * account.
 */
package io.lynchet.orgs.store;
