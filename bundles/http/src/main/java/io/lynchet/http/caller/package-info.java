// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The caller: from credentials to a principal, and the number of requests that each caller has left. */
package io.lynchet.http.caller;
