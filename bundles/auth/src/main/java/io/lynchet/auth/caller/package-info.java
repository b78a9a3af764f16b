// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The caller of a request: the admin token, sessions, API keys and tokens of other issuers, with the cache of callers.
 */
package io.lynchet.auth.caller;
