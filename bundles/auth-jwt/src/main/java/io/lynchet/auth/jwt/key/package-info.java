// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Signatures of tokens: the parsed token, the algorithms, a shared secret, or an issuer's published keys and their
 * download.
 */
package io.lynchet.auth.jwt.key;
