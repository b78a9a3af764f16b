// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.LynchetException;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.manifest.Manifest.DeclaredOperation;
import io.lynchet.api.manifest.Manifest.DeclaredRoom;
import io.lynchet.api.manifest.Manifest.DeclaredRoute;
import io.lynchet.api.manifest.ManifestReading;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.NumberNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonSyntaxException;
import io.lynchet.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reader of a manifest, which finds all its errors. */
final class ManifestReader {
    private static final int ENTITIES_MAX = 500;

    private final DiagnosticCollector findings;

    private ManifestReader(DiagnosticCollector findings) {
        this.findings = findings;
    }

    static ManifestReading read(byte[] text, String file) {
        DiagnosticCollector findings = new DiagnosticCollector(file);
        JsonNode root;
        try {
            root = JsonTree.read(text);
        } catch (JsonSyntaxException e) {
            findings.syntax(e);
            return new ManifestReading(Optional.empty(), findings.sorted());
        } catch (LynchetException e) {
            findings.error(ManifestSection.WRONG_TYPE, e.getMessage(), null, null);
            return new ManifestReading(Optional.empty(), findings.sorted());
        }
        ManifestSection section = ManifestSection.of(root, findings);
        Manifest manifest = section == null ? null : new ManifestReader(findings).manifest(section, root);
        boolean usable = manifest != null && !findings.hasErrors();
        return new ManifestReading(usable ? Optional.of(manifest) : Optional.empty(), findings.sorted());
    }

    private Manifest manifest(ManifestSection section, JsonNode root) {
        version(section);
        String name = section.string("name", true);
        String version = section.string("version", true);
        if (section.has("name") && name.isBlank()) {
            findings.error(ManifestSection.WRONG_TYPE, "The name of the app is empty.", section.place("name"), null);
        }
        List<JsonNode> nodes = section.list("entities", true);
        Set<String> entityNames = entityNames(nodes);
        EntityReader entityReader = new EntityReader(findings, entityNames);
        Map<String, Entity> entities = entities(section, nodes, entityReader);
        NamedOperationReader reader = new NamedOperationReader(findings, entityNames);
        List<DeclaredOperation> queries = reader.operations(section, false);
        List<DeclaredOperation> actions = reader.operations(section, true);
        List<DeclaredRoute> routes = reader.routes(section, queries);
        List<PolicyRule> policies = new PolicyReader(findings, entityNames, actions).read(section);
        List<DeclaredRoom> rooms = new RoomReader(findings).read(section);
        AuthReader.check(section, entities, findings);
        section.notYet("llm", "connections", "crons", "fonts", "requiredEnv");
        section.refuseOthers();
        List<DeclaredOperation> operations = new ArrayList<>(queries);
        operations.addAll(actions);
        return new Manifest(
                name,
                version,
                List.copyOf(entities.values()),
                policies,
                operations,
                routes,
                rooms,
                entityReader.requiredHooks(),
                root.text());
    }

    private void version(ManifestSection section) {
        JsonNode version = section.raw("manifest_version");
        boolean good = version instanceof NumberNode number && number.literal().equals("1");
        if (!good) {
            findings.error(
                    "MANIFEST_VERSION_UNSUPPORTED",
                    version == null ? "The key \"manifest_version\" is missing." : "Only manifest_version 1 is known.",
                    section.place("manifest_version"),
                    "write \"manifest_version\": 1");
        }
    }

    // Names first, so that fields may refer to entities further down.
    private static Set<String> entityNames(List<JsonNode> nodes) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            if (node instanceof ObjectNode object && object.get("name") instanceof StringNode name) {
                names.add(name.value());
            }
        }
        return names;
    }

    private Map<String, Entity> entities(ManifestSection manifest, List<JsonNode> nodes, EntityReader reader) {
        NameCheck names = new NameCheck(findings, "ENTITY", "entity", true);
        Map<String, Entity> entities = new LinkedHashMap<>();
        for (JsonNode node : nodes) {
            ManifestSection section = ManifestSection.of(node, findings);
            if (section == null) {
                continue;
            }
            String name = section.string("name", true);
            boolean usable = names.take(name, section.place("name"));
            Entity entity = reader.read(section, name);
            if (usable && entity != null) {
                entities.put(name, entity);
            }
        }
        reader.checkRelations(entities);
        if (manifest.has("entities") && nodes.isEmpty()) {
            findings.error("SCHEMA_EMPTY", "The manifest declares no entity.", manifest.place("entities"), null);
        }
        if (nodes.size() > ENTITIES_MAX) {
            findings.error(
                    "SCHEMA_TOO_LARGE",
                    "A manifest declares at most " + ENTITIES_MAX + " entities.",
                    manifest.place("entities"),
                    null);
        }
        return entities;
    }
}
