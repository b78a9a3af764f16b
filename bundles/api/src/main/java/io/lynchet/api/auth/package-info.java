// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Who is calling, and how they came to be known: principals, accounts, sessions, and the contract of sign-in methods.
 *
 * <p>A sign-in method proves who somebody is, finds or makes the account, and opens a session. Everything after that (tokens, cookies,
 * revocation, roles, organisations) is the auth bundle's.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.auth;
