// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OpenAPI 3.1 document of an app: one path for each route, and for routes over entities one path for each entity, with its own row schemas.
 */
final class OpenApiDocument {
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z0-9_]+)(\\.\\.\\.)?}");
    private static final String ENTITY = "{entity}";
    /** How routes describe "a row of that entity"; replaced by a reference to the entity's schema. */
    private static final String ANY_ROW = "{\"type\":\"object\",\"additionalProperties\":true}";

    private final JsonWriter json = new JsonWriter(32_768);

    private OpenApiDocument() {}

    /** One operation on one concrete path; {@code entity} is null for routes that are not about one. */
    private record Operation(RouteInfo route, Entity entity) {}

    static byte[] of(AppModel app, List<RouteInfo> routes) {
        return new OpenApiDocument().write(app, routes);
    }

    private byte[] write(AppModel app, List<RouteInfo> routes) {
        List<Entity> entities =
                app.schema().entities().stream().filter(e -> !e.system()).toList();
        json.beginObject().name("openapi").value("3.1.0");
        json.name("info").beginObject();
        json.name("title").value(app.manifest().name());
        json.name("version").value(app.manifest().version()).endObject();
        json.name("security").beginArray().beginObject().endObject();
        json.beginObject().name("bearer").beginArray().endArray().endObject().endArray();
        json.name("paths").beginObject();
        paths(routes, entities).forEach(this::path);
        json.endObject();
        components(entities);
        return json.endObject().toBytes();
    }

    private static Map<String, List<Operation>> paths(List<RouteInfo> routes, List<Entity> entities) {
        Map<String, List<Operation>> paths = new TreeMap<>();
        for (RouteInfo route : routes) {
            String pattern = route.pattern().replace("...}", "}");
            if (pattern.contains(ENTITY)) {
                for (Entity entity : entities) {
                    paths.computeIfAbsent(pattern.replace(ENTITY, entity.name()), key -> new java.util.ArrayList<>())
                            .add(new Operation(route, entity));
                }
            } else {
                paths.computeIfAbsent(pattern, key -> new java.util.ArrayList<>())
                        .add(new Operation(route, null));
            }
        }
        return paths;
    }

    private void path(String path, List<Operation> operations) {
        json.name(path).beginObject();
        Map<HttpMethod, Operation> byMethod = new LinkedHashMap<>();
        operations.forEach(operation -> byMethod.put(operation.route().method(), operation));
        byMethod.forEach((method, operation) -> {
            json.name(method.name().toLowerCase(Locale.ROOT)).beginObject();
            operation(path, operation);
            json.endObject();
        });
        json.endObject();
    }

    private void operation(String path, Operation operation) {
        RouteInfo route = operation.route();
        json.name("summary").value(route.summary());
        json.name("operationId").value(operationId(route, path));
        json.name("tags").beginArray();
        json.value(operation.entity() == null ? route.tag() : operation.entity().name())
                .endArray();
        parameters(path, route);
        if (route.requestSchema() != null) {
            json.name("requestBody").beginObject().name("required").value(true);
            String variant = route.method() == HttpMethod.PATCH ? "Patch" : "Insert";
            content(refined(route.requestSchema(), operation.entity(), variant));
            json.endObject();
        }
        responses(route, operation.entity());
    }

    private static String operationId(RouteInfo route, String path) {
        String words = path.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return route.method().name().toLowerCase(Locale.ROOT) + "_" + words;
    }

    private void parameters(String path, RouteInfo route) {
        json.name("parameters").beginArray();
        Matcher inPath = PARAMETER.matcher(path);
        while (inPath.find()) {
            parameter(inPath.group(1), "path", "string", null);
        }
        for (Parameter parameter : route.parameters()) {
            parameter(parameter.name(), "query", parameter.type(), parameter.description());
        }
        json.endArray();
    }

    private void parameter(String name, String in, String type, String description) {
        json.beginObject().name("name").value(name).name("in").value(in);
        json.name("required").value(in.equals("path"));
        if (description != null) {
            json.name("description").value(description);
        }
        json.name("schema").beginObject().name("type").value(type).endObject().endObject();
    }

    private void responses(RouteInfo route, Entity entity) {
        boolean created = route.method() == HttpMethod.POST && route.pattern().startsWith("/api/entities/");
        json.name("responses").beginObject();
        json.name(created ? "201" : "200").beginObject().name("description").value("Success.");
        if (route.responseSchema() != null) {
            content(refined(route.responseSchema(), entity, ""));
        }
        json.endObject();
        json.name("default").beginObject().name("description").value("Any failure; the code tells which.");
        content(new JsonText("{\"$ref\":\"#/components/schemas/Error\"}"));
        json.endObject().endObject();
    }

    private static JsonText refined(JsonText schema, Entity entity, String variant) {
        if (entity == null) {
            return schema;
        }
        String reference = "{\"$ref\":\"#/components/schemas/" + entity.name() + variant + "\"}";
        return new JsonText(schema.text().replace(ANY_ROW, reference));
    }

    private void content(JsonText schema) {
        json.name("content").beginObject().name("application/json").beginObject();
        json.name("schema").value(schema).endObject().endObject();
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
