// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.http.RouteAnswers;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The links between operations: the id in the response of an operation on a collection leads to the operations on its
 * members. They follow from the paths, so that no route names another: {@code /orgs} leads to {@code /orgs/{id}} and
 * {@code /orgs/{id}/members}. A route declares links that follow another value, or that lead elsewhere.
 */
final class OpenApiLinks {
    private static final Pattern ID_REQUIRED = Pattern.compile("\"required\":\\[[^]]*\"id\"");

    private final List<OpenApiOperation> operations;

    /**
     * The end of a link.
     *
     * @param parameter the parameter that takes the value
     * @param pointer the JSON pointer to the value in the response
     */
    private record Target(String parameter, String pointer) {}

    OpenApiLinks(List<OpenApiOperation> operations) {
        this.operations = List.copyOf(operations);
    }

    /** Writes the links into the response of a success; writes nothing when there are none. */
    void write(JsonWriter json, OpenApiOperation from) {
        Map<String, Target> targets = new TreeMap<>();
        String id = answered(from);
        if (id != null) {
            targets(from, from.path() + "/{", id, targets);
        }
        for (RouteAnswers.Lead lead : from.route().answers().leads()) {
            String path = lead.pattern().replace("...}", "}");
            targets(from, path.substring(0, path.lastIndexOf('{') + 1), lead.pointer(), targets);
        }
        if (targets.isEmpty()) {
            return;
        }
        json.name("links").beginObject();
        targets.forEach((operation, target) -> {
            json.name(operation).beginObject().name("operationId").value(operation);
            json.name("parameters").beginObject();
            from.pathNames().forEach(name -> json.name(name).value("$request.path." + name));
            json.name(target.parameter()).value("$response.body#" + target.pointer());
            json.endObject().endObject();
        });
        json.endObject();
    }

    /** Returns the pointer to the id in the operation's response, or null. */
    private static String answered(OpenApiOperation from) {
        if (from.route().responseSchema() == null) {
            return null;
        }
        String schema = from.route().responseSchema().text();
        if (schema.startsWith("{\"type\":\"array\"")) {
            return ID_REQUIRED.matcher(schema).find() ? "/0/id" : null;
        }
        if (from.entity() != null && schema.contains("\"data\":")) {
            return "/data/0/id";
        }
        int inner = schema.indexOf("\"properties\":");
        String own = inner < 0 ? schema : schema.substring(0, inner);
        return ID_REQUIRED.matcher(own).find() ? "/id" : null;
    }

    /** Adds the operations on a member of the collection. */
    private void targets(OpenApiOperation from, String path, String pointer, Map<String, Target> found) {
        for (OpenApiOperation to : operations) {
            List<String> names = to.pathNames();
            int next = from.pathNames().size();
            if (to.path().startsWith(path) && names.size() == next + 1) {
                found.put(to.id(), new Target(names.get(next), pointer));
            }
        }
    }
}
