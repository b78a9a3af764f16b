// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;

/**
 * An open session, without its token.
 *
 * @param id names it in lists and revocations; tells nothing about the token
 * @param tokenPrefix first characters of the token, for people to recognise it
 * @param device what the client called itself, cut to 200 characters; may be null
 * @param address from where it was opened
 * @param tenantId active organisation, or null
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
