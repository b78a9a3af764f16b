// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Identity providers: configuration, OpenID Connect and GitHub, the check of ID tokens, and the resulting identity. */
package io.lynchet.auth.oauth.provider;
