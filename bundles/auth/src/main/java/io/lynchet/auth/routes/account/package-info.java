// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The routes of accounts, API keys, sign-in methods and the audit log, and the services that all routes of this bundle
 * use.
 */
package io.lynchet.auth.routes.account;
