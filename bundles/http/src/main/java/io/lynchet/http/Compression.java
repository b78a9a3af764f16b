// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.BodyWriter;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * Compresses answers by gzip where the client takes it. How long a compressed answer is tells something of its content to those who see its
 * length and can put text of theirs into it (BREACH). So an answer stays as it is when it is about credentials, sets a cookie, or
 * is made for a page of another origin.
 */
final class Compression {
    static final int LEVEL_MAX = 9;

    /** Below that, there is little to win, and one packet carries it anyway. */
    private static final int BYTES_MIN = 1_024;

    /** Tags the compressed form of what a tag stands for; {@link #plainTags} takes it off again. */
    private static final String TAG_END = "-gzip\"";

    private static final Response.Header CODED = new Response.Header("Content-Encoding", "gzip");
    private static final Response.Header VARY = new Response.Header("Vary", "Accept-Encoding");

    private final int level;

    /** @param level 1 to 9; 0 for never */
    Compression(int level) {
        this.level = level;
    }

    /**
     * The answer as it is to be sent: the same one, or another one with its headers.
     *
     * @param response may be changed; not to be asked for answers that come later, whose thread must not be kept
     */
    Response apply(Arrival arrival, Response response) {
        if (response.status() == 304) {
            return level > 0 ? unchanged(arrival.inbound(), response) : response;
        }
        if (level == 0 || !isCandidate(response) || arrival.place().startsWith("/api/auth/")) {
            return response;
        }
        response.with(VARY);
        if (isForForeignPage(arrival.inbound()) || !isAccepted(arrival.inbound().headers("Accept-Encoding"))) {
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

    /** Whether a page of another origin has sent the request, as far as browsers tell. */
    private static boolean isForForeignPage(Inbound inbound) {
        String site = inbound.header("Sec-Fetch-Site");
        return "cross-site".equals(site)
                || "same-site".equals(site)
                || site == null && inbound.header("Origin") != null;
    }

    /** RFC 9110 section 12.5.3; what is said of gzip itself wins over the asterisk. */
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

    /** Other bytes have another tag, and none of their ranges can be asked for. */
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

    /** What the client has is the compressed form, if it said so. */
    private static Response unchanged(Inbound inbound, Response response) {
        String known = inbound.header("If-None-Match");
        return known != null && known.contains(TAG_END)
                ? tagged(response, Response.empty(response.status()).with(VARY))
                : response;
    }

    /** Tags that a client sends, as routes know them. */
    static String plainTags(String tags) {
        return tags == null ? null : tags.replace(TAG_END, "\"");
    }
}
