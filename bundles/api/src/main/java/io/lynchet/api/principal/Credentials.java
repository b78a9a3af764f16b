// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.principal;

/**
 * The credentials of a request.
 *
 * @param bearerToken from the Authorization header, or null when there is none
 * @param cookies the Cookie header as sent, or null when there is none; used only without a bearer token
 * @param remoteAddress the textual IP address of the client, see {@link io.lynchet.api.http.Request#remoteAddress()}
 */
public record Credentials(String bearerToken, String cookies, String remoteAddress) {
    /** Never contains the token. */
    @Override
    public String toString() {
        return "credentials from " + remoteAddress;
    }
}
