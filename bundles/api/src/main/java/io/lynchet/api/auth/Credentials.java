// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

/**
 * What a request brought along.
 *
 * @param bearerToken from the Authorization header, or null when there is none
 * @param remoteAddress textual IP address of the peer
 */
public record Credentials(String bearerToken, String remoteAddress) {}
