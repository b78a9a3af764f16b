// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

/**
 * What a request brought along.
 *
 * @param bearerToken from the Authorization header, or null when there is none
 * @param cookies the Cookie header as sent, or null when there is none; looked at only without a bearer token
 * @param remoteAddress textual IP address of the client, see {@link io.lynchet.api.http.Request#remoteAddress()}
 */
public record Credentials(String bearerToken, String cookies, String remoteAddress) {
    /** Never has the token in it. */
    @Override
    public String toString() {
        return "credentials from " + remoteAddress;
    }
}
