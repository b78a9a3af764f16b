// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Sign-in by OAuth 2 and OpenID Connect. */
package io.lynchet.auth.oauth;
