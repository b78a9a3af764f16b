// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The responses of operations. A failure that every route may have is described once for its status. The codes that a
 * route itself names are described at its operation.
 */
final class OpenApiResponses {
    private static final List<Content> ERROR =
            List.of(Content.of("application/json", "{\"$ref\":\"#/components/schemas/Error\"}"));
    private static final List<ErrorCode> OF_EVERY_ROUTE = List.of(
            ErrorCode.BAD_REQUEST,
            ErrorCode.REQUEST_TIMEOUT,
            ErrorCode.HOST_NOT_SERVED,
            ErrorCode.HEADERS_TOO_LARGE,
            ErrorCode.INTERNAL,
            ErrorCode.OVERLOADED);

    private final JsonWriter json;

    OpenApiResponses(JsonWriter json) {
        this.json = json;
    }

    void write(OpenApiOperation operation, OpenApiLinks links) {
        RouteInfo route = operation.route();
        RouteAnswers answers = route.answers();
        json.name("responses").beginObject();
        answer(operation, answers.success(), "Success.");
        links.write(json, operation);
        json.endObject();
        if (answers.unwell() != 0) {
            answer(operation, answers.unwell(), "The request failed; the response has the code and the reason.");
            json.endObject();
        }
        if (answers.conditional()) {
            answer(operation, 304, "The caller has the newest version.");
            json.endObject();
        }
        for (RouteAnswers.Other other : answers.others()) {
            answer(operation, other.status(), other.description());
            json.endObject();
        }
        failures(route);
        json.name("default").beginObject().name("description").value("Any other failure; see the code.");
        OpenApiHeaders.write(json, OpenApiHeaders.ANY);
        content(json, ERROR);
        json.endObject().endObject();
    }

    /** Begins a response and leaves it open. */
    private void answer(OpenApiOperation operation, int status, String description) {
        json.name(Integer.toString(status)).beginObject().name("description").value(description);
        OpenApiHeaders.write(json, operation.route(), status);
        boolean body = status >= 200 && status < 300 || status >= 400;
        if (body && !operation.answers().isEmpty()) {
            content(json, operation.answers());
        }
    }

    static void content(JsonWriter json, List<Content> contents) {
        json.name("content").beginObject();
        for (Content content : contents) {
            json.name(content.mediaType()).beginObject();
            if (content.schema() != null) {
                json.name("schema").value(content.schema());
            }
            json.endObject();
        }
        json.endObject();
    }

    private void failures(RouteInfo route) {
        Map<Integer, List<ErrorCode>> own = new TreeMap<>();
        route.answers()
                .failures()
                .forEach(code -> own.computeIfAbsent(code.status(), status -> new ArrayList<>())
                        .add(code));
        TreeSet<Integer> statuses = new TreeSet<>(own.keySet());
        ofRouter(route).forEach(code -> statuses.add(code.status()));
        statuses.remove(route.answers().unwell());
        for (int status : statuses) {
            json.name(Integer.toString(status)).beginObject();
            if (own.containsKey(status)) {
                json.name("description").value(meanings(own.get(status)));
                OpenApiHeaders.write(json, route, status);
                content(json, ERROR);
                json.name("x-codes").beginArray();
                own.get(status).forEach(code -> json.value(code.name()));
                json.endArray();
            } else {
                json.name("$ref").value("#/components/responses/" + name(status));
            }
            json.endObject();
        }
    }

    /** Returns the errors of the router before the route gets the request. */
    static List<ErrorCode> ofRouter(RouteInfo route) {
        List<ErrorCode> codes = new ArrayList<>(OF_EVERY_ROUTE);
        if (route.pattern().contains("{")) {
            codes.add(ErrorCode.NOT_FOUND);
        }
        if (route.access() != RouteInfo.Access.UNCHECKED) {
            codes.add(ErrorCode.UNAUTHENTICATED);
            codes.add(ErrorCode.POLICY_DENIED);
        }
        if (route.limited()) {
            codes.add(ErrorCode.RATE_LIMITED);
        }
        if (route.method() != HttpMethod.GET) {
            codes.add(ErrorCode.CSRF_REJECTED);
            codes.add(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        if (route.requestSchema() != null || !route.otherBodies().isEmpty()) {
            codes.add(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        return codes;
    }

    /** Writes the shared responses, one for each status of an error code. */
    void components() {
        Map<Integer, List<ErrorCode>> byStatus = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            byStatus.computeIfAbsent(code.status(), status -> new ArrayList<>()).add(code);
        }
        json.name("responses").beginObject();
        byStatus.forEach((status, codes) -> {
            json.name(name(status)).beginObject();
            json.name("description").value(meanings(codes));
            OpenApiHeaders.write(json, status);
            content(json, ERROR);
            json.endObject();
        });
        json.endObject();
    }

    private static String name(int status) {
        return "Error" + status;
    }

    private static String meanings(List<ErrorCode> codes) {
        return String.join(
                "\n",
                codes.stream().map(code -> code.name() + ": " + code.meaning()).toList());
    }
}
