// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Accounts with their addresses, the app's user rows, and the deletion of accounts, down to rows that others refer to.
 */
package io.lynchet.auth.account;
