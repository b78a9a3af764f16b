// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.JsonText;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation of the document: a route on one concrete path.
 *
 * @param entity null for routes that are not about one
 * @param field null for routes that are not about one
 */
record OpenApiOperation(RouteInfo route, String path, Entity entity, Field field) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z0-9_]+)}");
    private static final String ENTITY = "{entity}";
    private static final String FIELD = "{field}";
    /** The schema by which routes describe "a row of that entity"; replaced by a reference to the entity's schema. */
    private static final String ANY_ROW = "{\"type\":\"object\",\"additionalProperties\":true}";

    /** Returns one operation per entity when the pattern names one, and one per field when it names that, too. */
    static List<OpenApiOperation> of(RouteInfo route, List<Entity> entities) {
        String pattern = route.pattern().replace("...}", "}");
        if (!pattern.contains(ENTITY)) {
            return List.of(new OpenApiOperation(route, pattern, null, null));
        }
        List<OpenApiOperation> all = new ArrayList<>();
        for (Entity entity : entities) {
            String path = pattern.replace(ENTITY, entity.name());
            if (!path.contains(FIELD)) {
                all.add(new OpenApiOperation(route, path, entity, null));
                continue;
            }
            for (Field field : EntitySchemas.filterable(entity)) {
                all.add(new OpenApiOperation(route, path.replace(FIELD, field.name()), entity, field));
            }
        }
        return all;
    }

    String method() {
        return route.method().name().toLowerCase(Locale.ROOT);
    }

    String id() {
        return method() + "_" + path.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
    }

    String tag() {
        return entity == null ? route.tag() : entity.name();
    }

    /** Returns the names in the path, in order. */
    List<String> pathNames() {
        List<String> names = new ArrayList<>();
        Matcher inPath = PARAMETER.matcher(path);
        while (inPath.find()) {
            names.add(inPath.group(1));
        }
        return names;
    }

    /** Returns the contents of the request, JSON first. */
    List<Content> bodies() {
        return contents(
                route.requestSchema(), route.otherBodies(), route.method() == HttpMethod.PATCH ? "Patch" : "Insert");
    }

    /** Tells whether the request needs a body; one that can only be an empty object may be left out. */
    boolean hasToSaySomething() {
        return route.requestSchema() == null || !route.requestSchema().text().endsWith("\"properties\":{}}");
    }

    /** Returns the contents of the success response, JSON first. */
    List<Content> answers() {
        return contents(route.responseSchema(), route.answers().otherTypes(), "");
    }

    private List<Content> contents(JsonText asJson, List<Content> others, String variant) {
        List<Content> all = new ArrayList<>();
        if (asJson != null) {
            all.add(new Content("application/json", refined(asJson, variant)));
        }
        others.forEach(other -> all.add(new Content(other.mediaType(), refined(other.schema(), variant))));
        return all;
    }

    /** Returns the query parameters: those of the route, and the fields where it takes each field. */
    List<Parameter> query() {
        if (!route.anyParameter() || entity == null) {
            return route.parameters();
        }
        Predicate<Field> hidden = field ->
                route.parameters().stream().anyMatch(known -> known.name().equals(field.name()));
        List<Parameter> all = new ArrayList<>(route.parameters());
        for (Field known : EntitySchemas.filterable(entity)) {
            if (!hidden.test(known)) {
                all.add(new Parameter(known.name(), EntitySchemas.operand(known), "Only rows with this value."));
            }
        }
        return all;
    }

    private JsonText refined(JsonText schema, String variant) {
        if (entity == null || schema == null) {
            return schema;
        }
        String reference = "{\"$ref\":\"#/components/schemas/" + entity.name() + variant + "\"}";
        return new JsonText(schema.text().replace(ANY_ROW, reference));
    }
}
