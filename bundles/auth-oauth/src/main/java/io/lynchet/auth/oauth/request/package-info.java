// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Requests to a provider, with their limits of size and time, cached documents, the limit on fetches of keys, and the
 * error of an unconfirmed identity.
 */
package io.lynchet.auth.oauth.request;
