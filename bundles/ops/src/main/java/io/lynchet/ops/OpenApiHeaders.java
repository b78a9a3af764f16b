// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** The headers of responses: those that the routes declare, and those of the router. */
final class OpenApiHeaders {
    /** A text, since listing them at each response would be most of the document. */
    static final String OF_EVERY_ANSWER =
            "Every response has Cache-Control (no-store unless said otherwise), Permissions-Policy, Referrer-Policy,"
                    + " X-Content-Type-Options and X-Frame-Options; where they matter, Vary, Content-Encoding and those of CORS.";

    private static final String REQUEST_ID = "X-Request-Id";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String CODINGS = "Accept-Encoding";

    private static final List<AnswerHeader> OF_ROUTER = List.of(
            AnswerHeader.sometimes(
                    REQUEST_ID, "Id of the request, also in the log; the caller's own id if it is valid."),
            AnswerHeader.sometimes(RETRY_AFTER, "Seconds after which the request may succeed.")
                    .of("{\"type\":\"integer\",\"minimum\":0}"),
            AnswerHeader.sometimes(CHALLENGE, "The kinds of credentials that the server accepts."),
            AnswerHeader.sometimes(CODINGS, "The codings that the server accepts for bodies."));

    /** The headers of failures by status; every failure also has the id of its request. */
    private static final Map<Integer, String> OF_STATUS =
            Map.of(401, CHALLENGE, 415, CODINGS, 429, RETRY_AFTER, 503, RETRY_AFTER);

    /** The status that stands for failures without a response of their own. */
    static final int ANY = 0;

    private OpenApiHeaders() {}

    /** Writes the headers of a response with one of the route's own statuses. */
    static void write(JsonWriter json, RouteInfo route, int status) {
        begin(json, status);
        boolean success = status == route.answers().success();
        for (AnswerHeader header : route.answers().headers()) {
            if (header.goesWith(status)) {
                header(json, header, header.always() && (success || header.status() == status));
            }
        }
        json.endObject();
    }

    /** Writes the headers of a response that all routes share. */
    static void write(JsonWriter json, int status) {
        begin(json, status);
        json.endObject();
    }

    private static void begin(JsonWriter json, int status) {
        json.name("headers").beginObject();
        reference(json, REQUEST_ID);
        if (status == ANY) {
            reference(json, RETRY_AFTER);
            reference(json, CHALLENGE);
            reference(json, CODINGS);
        } else if (OF_STATUS.containsKey(status)) {
            reference(json, OF_STATUS.get(status));
        }
    }

    private static void reference(JsonWriter json, String name) {
        json.name(name).beginObject();
        json.name("$ref").value("#/components/headers/" + name).endObject();
    }

    static void components(JsonWriter json) {
        json.name("headers").beginObject();
        OF_ROUTER.forEach(header -> header(json, header, false));
        json.endObject();
    }

    private static void header(JsonWriter json, AnswerHeader header, boolean required) {
        json.name(header.name()).beginObject();
        json.name("description").value(header.description());
        json.name("required").value(required);
        json.name("schema").value(header.schema()).endObject();
    }
}
