// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

/**
 * In which claims an issuer says what.
 *
 * @param roles empty when they are not read; the same for {@code tenant} and {@code email}
 * @param userIdPrefix what goes before the issuer's id of a user
 */
record ClaimNames(String userId, String roles, String tenant, String email, String userIdPrefix) {}
