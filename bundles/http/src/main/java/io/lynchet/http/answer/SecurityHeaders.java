// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import io.lynchet.api.http.Response;
import java.util.List;

/** The headers of every response that tell browsers to be strict. */
public final class SecurityHeaders {
    private static final List<Response.Header> ALL = List.of(
            new Response.Header("X-Content-Type-Options", "nosniff"),
            new Response.Header("X-Frame-Options", "DENY"),
            new Response.Header("Referrer-Policy", "no-referrer"),
            new Response.Header("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));
    private static final Response.Header NOT_STORED = new Response.Header("Cache-Control", "no-store");

    private SecurityHeaders() {}

    public static void add(Response response) {
        boolean cacheable = false;
        for (Response.Header header : response.headers()) {
            cacheable |= header.name().equals("Cache-Control");
        }
        if (!cacheable) {
            response.with(NOT_STORED);
        }
        for (int i = 0; i < ALL.size(); i++) {
            response.with(ALL.get(i));
        }
    }
}
