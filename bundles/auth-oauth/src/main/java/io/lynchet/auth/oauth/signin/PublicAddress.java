// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Request;
import java.util.regex.Pattern;

/**
 * The address under which browsers see this server. The provider checks it against its list, so a forged Host header
 * has no effect.
 */
public final class PublicAddress {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private final String configured;

    /**
     * Creates an address.
     *
     * @param configured scheme, host and port, or empty to use those of each request
     */
    public PublicAddress(String configured) {
        if (!configured.isEmpty() && !configured.matches("https?://[^/?#\\s@]+")) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "io.lynchet.auth.oauth.routes: publicUrl must be scheme, host and port, such as"
                            + " https://app.example.org");
        }
        this.configured = configured;
    }

    /** Returns the address to which a provider sends the browser back. */
    String callback(String provider, Request request) {
        return base(request) + "/api/auth/callback/" + provider;
    }

    private String base(Request request) {
        if (!configured.isEmpty()) {
            return configured;
        }
        String host = request.header("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            throw new LynchetException(ErrorCode.BAD_REQUEST, "The Host header is missing or invalid.");
        }
        return (request.secure() ? "https://" : "http://") + host;
    }
}
