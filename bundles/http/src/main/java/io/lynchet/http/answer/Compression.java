// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import io.lynchet.api.http.BodyWriter;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.http.request.RequestContext;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * The compression of responses by gzip where the client accepts it. The length of a compressed response reveals
 * something of its content to attackers who see the length and can put own text into the response (BREACH). So a
 * response stays as it is when it is about credentials, sets a cookie, or goes to a page of another origin.
 */
public final class Compression {
    public static final int LEVEL_MAX = 9;

    /** Below this size there is little to gain, and one packet carries the response anyway. */
    private static final int BYTES_MIN = 1_024;

    /** The ending of entity tags of the compressed form; {@link #plainTags} removes it. */
    private static final String TAG_END = "-gzip\"";

    private static final Response.Header CODED = new Response.Header("Content-Encoding", "gzip");
    private static final Response.Header VARY = new Response.Header("Vary", "Accept-Encoding");

    private final int level;

    /** @param level 1 to 9; 0 for never */
    public Compression(int level) {
        this.level = level;
    }

    /**
     * Returns the response to be sent: the same one, or another one with its headers.
     *
     * @param response may be changed; must not be a promised response, whose thread must not be kept
     */
    public Response apply(RequestContext requestContext, Response response) {
        if (response.status() == 304) {
            return level > 0 ? unchanged(requestContext.inbound(), response) : response;
        }
        if (level == 0 || !isCandidate(response) || requestContext.place().startsWith("/api/auth/")) {
            return response;
        }
        response.with(VARY);
        if (isForForeignPage(requestContext.inbound())
                || !isAccepted(requestContext.inbound().headers("Accept-Encoding"))) {
            return response;
        }
        return response.bytes() == null ? streamed(response) : whole(response);
    }

    private static boolean isCandidate(Response response) {
        // Small ones first: they are most, and cost nothing here.
        if (response.length() >= 0 && response.length() < BYTES_MIN || response.upgrade() != null) {
            return false;
        }
        if (response.status() == 206 || !isCompressible(response.contentType())) {
            return false;
        }
        List<Response.Header> headers = response.headers();
        for (int i = 0; i < headers.size(); i++) {
            Response.Header header = headers.get(i);
            if (header.name().equalsIgnoreCase("Content-Encoding")
                    || header.name().equalsIgnoreCase("Content-Range")
                    || header.name().equalsIgnoreCase("Set-Cookie")
                    || header.name().equalsIgnoreCase("Cache-Control")
                            && header.value().contains("no-transform")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCompressible(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json",
                    "application/x-ndjson",
                    "application/javascript",
                    "application/xml",
                    "application/wasm",
                    "font/ttf",
                    "font/otf" -> true;
            case "text/event-stream" -> false;
            default -> type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml");
        };
    }

    /** Returns whether a page of another origin has sent the request, as far as browsers tell. */
    private static boolean isForForeignPage(Inbound inbound) {
        String site = inbound.header("Sec-Fetch-Site");
        return "cross-site".equals(site)
                || "same-site".equals(site)
                || site == null && inbound.header("Origin") != null;
    }

    /** Returns whether gzip is accepted (RFC 9110 section 12.5.3); an entry for gzip itself wins over the asterisk. */
    static boolean isAccepted(List<String> lines) {
        boolean any = false;
        for (String line : lines) {
            for (String coding : line.split(",")) {
                int semicolon = coding.indexOf(';');
                String name = (semicolon < 0 ? coding : coding.substring(0, semicolon)).trim();
                boolean wanted = semicolon < 0 || !isZero(coding.substring(semicolon + 1));
                if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
                    return wanted;
                }
                any |= name.equals("*") && wanted;
            }
        }
        return any;
    }

    private static boolean isZero(String weight) {
        return weight.replace(" ", "").matches("(?i)q=0(\\.0{0,3})?");
    }

    private Response whole(Response response) {
        byte[] compressed = GzipOutput.of(response.bytes(), level);
        return compressed.length < response.bytes().length
                ? tagged(
                        response,
                        Response.bytes(response.status(), response.contentType(), compressed)
                                .with(CODED))
                : response;
    }

    private Response streamed(Response response) {
        BodyWriter writer = response.writer();
        return tagged(
                response,
                Response.stream(response.status(), response.contentType(), out -> write(writer, out))
                        .with(CODED));
    }

    private void write(BodyWriter writer, OutputStream out) throws java.io.IOException {
        GzipOutput compressed = new GzipOutput(out, level);
        boolean written = false;
        try {
            writer.writeTo(compressed);
            written = true;
        } finally {
            if (written) {
                compressed.close();
            } else {
                compressed.discard();
            }
        }
    }

    /** Copies headers. The compressed bytes get another tag, and do not support range requests. */
    private static Response tagged(Response from, Response to) {
        for (Response.Header header : from.headers()) {
            if (header.name().equalsIgnoreCase("ETag")) {
                to.with(header.name(), compressedTag(header.value()));
            } else if (!header.name().equalsIgnoreCase("Accept-Ranges")) {
                to.with(header);
            }
        }
        return from.closes() ? to.with("Connection", "close") : to;
    }

    private static String compressedTag(String tag) {
        return tag.endsWith("\"") ? tag.substring(0, tag.length() - 1) + TAG_END : tag;
    }

    /** Keeps the compressed tag, if the client sent one: that is the form that it has. */
    private static Response unchanged(Inbound inbound, Response response) {
        String known = inbound.header("If-None-Match");
        return known != null && known.contains(TAG_END)
                ? tagged(response, Response.empty(response.status()).with(VARY))
                : response;
    }

    /** Returns the tags of a client without the ending, as routes know them. */
    public static String plainTags(String tags) {
        return tags == null ? null : tags.replace(TAG_END, "\"");
    }
}
