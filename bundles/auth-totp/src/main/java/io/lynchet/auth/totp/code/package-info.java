// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The codes: time codes by RFC 6238, recovery codes, the key URI that an app scans, and the body of a request with a
 * code.
 */
package io.lynchet.auth.totp.code;
