// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The OpenAPI 3.1 document of an app: one path per route, and for routes over entities one path per entity, with its
 * own row schemas.
 */
final class OpenApiDocument {
    /** The path segments that the router accepts; {@code .} and {@code ..} can't be sent at all. */
    static final JsonText SEGMENT =
            new JsonText("{\"type\":\"string\",\"minLength\":1,\"pattern\":\"^[^\\\\x00-\\\\x1f\\\\x7f/\\\\\\\\]+$\"}");

    private final JsonWriter json = new JsonWriter(65_536);
    private final OpenApiResponses responses = new OpenApiResponses(json);
    private final OpenApiLinks links;

    private OpenApiDocument(List<OpenApiOperation> operations) {
        this.links = new OpenApiLinks(operations);
    }

    static byte[] of(AppModel app, List<RouteInfo> routes) {
        List<Entity> entities =
                app.schema().entities().stream().filter(e -> !e.system()).toList();
        List<OpenApiOperation> operations = routes.stream()
                .flatMap(route -> OpenApiOperation.of(route, entities).stream())
                .toList();
        return new OpenApiDocument(operations).write(app, operations, entities);
    }

    private byte[] write(AppModel app, List<OpenApiOperation> operations, List<Entity> entities) {
        json.beginObject().name("openapi").value("3.1.0");
        json.name("info").beginObject();
        json.name("title").value(app.manifest().name());
        json.name("version").value(app.manifest().version());
        json.name("description").value(OpenApiHeaders.OF_EVERY_ANSWER).endObject();
        json.name("security").beginArray().beginObject().endObject();
        json.beginObject().name("bearer").beginArray().endArray().endObject().endArray();
        json.name("paths").beginObject();
        Map<String, Map<String, OpenApiOperation>> paths = new TreeMap<>();
        operations.forEach(operation ->
                paths.computeIfAbsent(operation.path(), key -> new TreeMap<>()).put(operation.method(), operation));
        paths.forEach(this::path);
        json.endObject();
        components(entities);
        return json.endObject().toBytes();
    }

    private void path(String path, Map<String, OpenApiOperation> byMethod) {
        json.name(path).beginObject();
        byMethod.forEach((method, operation) -> {
            json.name(method).beginObject();
            operation(operation);
            json.endObject();
        });
        json.endObject();
    }

    private void operation(OpenApiOperation operation) {
        json.name("summary").value(operation.route().summary());
        json.name("operationId").value(operation.id());
        json.name("tags").beginArray().value(operation.tag()).endArray();
        parameters(operation);
        if (!operation.bodies().isEmpty()) {
            json.name("requestBody").beginObject().name("required").value(operation.hasToSaySomething());
            OpenApiResponses.content(json, operation.bodies());
            json.endObject();
        }
        responses.write(operation, links);
    }

    private void parameters(OpenApiOperation operation) {
        json.name("parameters").beginArray();
        for (String name : operation.pathNames()) {
            parameter(inPath(operation, name), true);
        }
        for (Parameter parameter : operation.query()) {
            parameter(new Parameter(parameter.name(), withoutNul(parameter.schema()), parameter.description()), false);
        }
        json.endArray();
    }

    /** The router refuses queries with a NUL in any parameter. */
    private static JsonText withoutNul(JsonText schema) {
        String text = schema.text();
        boolean free = text.startsWith("{\"type\":\"string\"")
                && Stream.of("\"pattern\"", "\"enum\"", "\"format\"").noneMatch(text::contains);
        return free ? new JsonText(text.substring(0, text.length() - 1) + ",\"pattern\":\"^[^\\\\x00]*$\"}") : schema;
    }

    private static Parameter inPath(OpenApiOperation operation, String name) {
        if (operation.field() != null && name.equals("value")) {
            return new Parameter(name, EntitySchemas.segment(operation.field()), null);
        }
        return operation.route().pathParameters().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(new Parameter(name, SEGMENT, null));
    }

    private void parameter(Parameter parameter, boolean inPath) {
        json.beginObject().name("name").value(parameter.name()).name("in").value(inPath ? "path" : "query");
        json.name("required").value(inPath);
        if (parameter.description() != null) {
            json.name("description").value(parameter.description());
        }
        json.name("schema").value(parameter.schema()).endObject();
    }

    private void components(List<Entity> entities) {
        json.name("components").beginObject();
        json.name("securitySchemes").beginObject().name("bearer").beginObject();
        json.name("type")
                .value("http")
                .name("scheme")
                .value("bearer")
                .endObject()
                .endObject();
        OpenApiHeaders.components(json);
        responses.components();
        json.name("schemas").beginObject();
        json.name("Error")
                .value(new JsonText(
                        "{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{\"error\":{\"type\":\"object\","
                                + "\"required\":[\"code\",\"message\"],\"properties\":{\"code\":{\"type\":\"string\"},"
                                + "\"message\":{\"type\":\"string\"},\"hint\":{\"type\":\"string\"},\"id\":{\"type\":\"string\"},"
                                + "\"details\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"path\",\"code\",\"message\"],"
                                + "\"properties\":{\"path\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},"
                                + "\"message\":{\"type\":\"string\"}}}}}}}}"));
        entities.forEach(entity -> EntitySchemas.write(json, entity));
        json.endObject().endObject();
    }
}
