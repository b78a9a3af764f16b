// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Bearer tokens that other issuers have signed, and tokens minted here for other services. */
package io.lynchet.auth.jwt;
