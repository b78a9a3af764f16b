// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.manifest.Manifest.DeclaredOperation;
import io.lynchet.api.manifest.Manifest.DeclaredRoute;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of queries, actions, and the routes of pages. */
final class NamedOperationReader {
    private static final Pattern PARAMETER = Pattern.compile(":([A-Za-z0-9_]+)");

    private final DiagnosticCollector findings;
    private final Set<String> entityNames;

    NamedOperationReader(DiagnosticCollector findings, Set<String> entityNames) {
        this.findings = findings;
        this.entityNames = entityNames;
    }

    List<DeclaredOperation> operations(ManifestSection manifest, boolean actions) {
        NameCheck names = new NameCheck(findings, actions ? "ACTION" : "QUERY", actions ? "action" : "query", true);
        List<DeclaredOperation> operations = new ArrayList<>();
        for (JsonNode node : manifest.list(actions ? "actions" : "queries", false)) {
            ManifestSection section = ManifestSection.of(node, findings);
            if (section == null) {
                continue;
            }
            String name = section.string("name", true);
            boolean usable = names.take(name, section.place("name"));
            List<Field> input = new ArrayList<>();
            FieldReader fields = new FieldReader(findings, entityNames, true);
            for (JsonNode item : section.list("input", false)) {
                Field field = fields.read(item);
                if (field != null) {
                    input.add(field);
                }
            }
            section.refuseOthers();
            if (usable) {
                operations.add(new DeclaredOperation(name, actions, List.copyOf(input)));
            }
        }
        return operations;
    }

    List<DeclaredRoute> routes(ManifestSection manifest, List<DeclaredOperation> queries) {
        Map<String, DeclaredOperation> byName = new HashMap<>();
        queries.forEach(query -> byName.put(query.name(), query));
        Set<String> paths = new HashSet<>();
        List<DeclaredRoute> routes = new ArrayList<>();
        for (JsonNode node : manifest.list("routes", false)) {
            ManifestSection section = ManifestSection.of(node, findings);
            if (section == null) {
                continue;
            }
            String path = section.string("path", true);
            String mode = section.string("mode", true);
            String query = section.string("query", false);
            String auth = section.string("auth", false);
            section.refuseOthers();
            path(section, path, paths);
            if (!query.isEmpty()) {
                query(section, path, byName.get(query), query);
            }
            if (!auth.isEmpty() && !auth.equals("public") && !auth.equals("user")) {
                findings.error(
                        "ROUTE_AUTH_INVALID",
                        "auth must be \"public\" or \"user\", not \"" + auth + "\".",
                        section.place("auth"),
                        null);
            }
            routes.add(new DeclaredRoute(path, mode, query.isEmpty() ? null : query, auth.equals("user")));
        }
        return routes;
    }

    private void path(ManifestSection section, String path, Set<String> paths) {
        if (path.isEmpty()) {
            findings.error("ROUTE_PATH_EMPTY", "The path of a route is empty.", section.place("path"), null);
        } else if (!path.startsWith("/")) {
            findings.error(
                    "ROUTE_PATH_NO_SLASH",
                    "The path \"" + path + "\" does not begin with a slash.",
                    section.place("path"),
                    null);
        } else if (!paths.add(path)) {
            findings.error(
                    "ROUTE_PATH_DUPLICATE", "There are two routes for \"" + path + "\".", section.place("path"), null);
        }
    }

    private void query(ManifestSection section, String path, DeclaredOperation query, String name) {
        if (query == null) {
            findings.error(
                    "ROUTE_QUERY_NOT_FOUND", "There is no query \"" + name + "\".", section.place("query"), null);
            return;
        }
        Matcher parameters = PARAMETER.matcher(path);
        while (parameters.find()) {
            String parameter = parameters.group(1);
            if (query.input().stream().noneMatch(field -> field.name().equals(parameter))) {
                findings.error(
                        "ROUTE_PARAM_NOT_IN_QUERY",
                        "The parameter \"" + parameter + "\" is not an input of the query \"" + name + "\".",
                        section.place("path"),
                        null);
            }
        }
    }
}
