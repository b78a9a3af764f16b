// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * A browser's sign-in from start to session: state, cookie, callback, the return address, and the account of the
 * identity.
 */
package io.lynchet.auth.oauth.signin;
