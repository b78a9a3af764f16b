// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;

/**
 * An open session, without its token.
 *
 * @param id the id for lists and revocations; reveals nothing about the token
 * @param tokenPrefix the first characters of the token, by which people recognise it
 * @param device the client's name for itself, cut to 200 characters; may be null
 * @param address the address from which the session was opened
 * @param tenantId the active organisation, or null
 */
public record Session(
        String id,
        String userId,
        String tokenPrefix,
        String method,
        String device,
        String address,
        String tenantId,
        boolean guest,
        Instant createdAt,
        Instant expiresAt) {}
