// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The route of one file that never changes while this bundle runs. Browsers ask again each time, which the ETag makes
 * cheap.
 */
final class ServeClient implements Route {
    private static final Response.Header REVALIDATED = new Response.Header("Cache-Control", "no-cache");

    private final RouteInfo info;
    private final String type;
    private final byte[] content;
    private final String tag;

    ServeClient(String path, String summary, String type, byte[] content) {
        // Pages add parameters of their own, such as versions.
        this.info = RouteInfo.of(HttpMethod.GET, path, summary)
                .open()
                .takingAny()
                .tagged("files")
                .conditional()
                .alsoAs(Content.of(type.split(";", 2)[0], null))
                .sending(AnswerHeader.always("ETag", "The version of the file, for If-None-Match."));
        this.type = type;
        this.content = content.clone();
        this.tag = '"' + digest(content) + '"';
    }

    @Override
    public RouteInfo info() {
        return info;
    }

    @Override
    public Response handle(Request request) {
        String known = request.header("If-None-Match");
        boolean same = known != null && (known.equals("*") || known.contains(tag));
        Response response = same ? Response.empty(304) : Response.bytes(200, type, content.clone());
        return response.with("ETag", tag).with(REVALIDATED);
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
