// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

/**
 * The data of an account to create.
 *
 * @param email or null
 * @param displayName or null
 * @param avatarUrl or null
 */
public record NewAccount(String email, boolean emailVerified, String displayName, String avatarUrl) {}
