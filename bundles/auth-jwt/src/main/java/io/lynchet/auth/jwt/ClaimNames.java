// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

/**
 * The names of the claims to read.
 *
 * @param roles empty to read none; {@code tenant} and {@code email} likewise
 * @param userIdPrefix the prefix of the issuer's user ids
 */
record ClaimNames(String userId, String roles, String tenant, String email, String userIdPrefix) {}
