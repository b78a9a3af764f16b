// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Response.Header;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * The cache of encoded headers for Jetty. Headers that come with nearly every response, always with the same value, are
 * encoded once: they are most of a response's head. Thread-safe.
 */
final class EncodedHeaders {
    private static final int KEPT_MAX = 64;
    private static final Set<String> OFTEN_THE_SAME = Set.of(
            "Cache-Control",
            "Permissions-Policy",
            "Referrer-Policy",
            "Vary",
            "X-Content-Type-Options",
            "X-Frame-Options");

    private final ConcurrentMap<Header, HttpField> kept = new ConcurrentHashMap<>();

    HttpField of(Header header) {
        HttpField known = kept.get(header);
        if (known != null) {
            return known;
        }
        if (OFTEN_THE_SAME.contains(header.name()) && kept.size() < KEPT_MAX) {
            HttpField encoded = new PreEncodedHttpField(header.name(), header.value());
            kept.put(header, encoded);
            return encoded;
        }
        return new HttpField(header.name(), header.value());
    }
}
