// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of authentication: accounts, sessions, credentials and sign-in methods.
 *
 * <p>A sign-in method verifies an identity, finds or creates the account, and opens a session. The auth bundle does
 * everything after that: tokens, cookies, revocation, roles, organisations.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.auth;
