// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of the fields of an entity, or of the input of a query or action. */
final class FieldReader {
    private static final Map<String, FieldType> PLAIN = Map.of(
            "string", FieldType.STRING,
            "int", FieldType.INT,
            "float", FieldType.FLOAT,
            "bool", FieldType.BOOL,
            "datetime", FieldType.DATETIME,
            "richtext", FieldType.RICHTEXT,
            "json", FieldType.JSON);
    private static final List<String> TYPES =
            List.of("string", "int", "float", "bool", "datetime", "richtext", "json", "enum", "id(Entity)");
    private static final Pattern REFERENCE = Pattern.compile("id\\(([^()]*)\\)");
    private static final Set<String> CRDT_LATER = Set.of("text", "counter", "list", "movable-list", "tree");

    private final DiagnosticCollector findings;
    private final Set<String> entityNames;
    private final boolean input;
    private final NameCheck names;

    FieldReader(DiagnosticCollector findings, Set<String> entityNames, boolean input) {
        this.findings = findings;
        this.entityNames = entityNames;
        this.input = input;
        this.names = new NameCheck(findings, input ? "INPUT_FIELD" : "FIELD", "field", true);
    }

    /** Returns the field, or null after a finding. */
    Field read(JsonNode node) {
        ManifestSection section = ManifestSection.of(node, findings);
        if (section == null) {
            return null;
        }
        String name = section.string("name", true);
        boolean usable = names.take(name, section.place("name"));
        if (usable && !input && name.equals("id")) {
            findings.error(
                    "FIELD_NAME_RESERVED",
                    "Every entity has an id of its own; \"id\" can't be declared.",
                    section.place("name"),
                    "leave the field out");
            usable = false;
        }
        FieldType type = type(section);
        boolean optional = section.bool("optional", false);
        boolean unique = section.bool("unique", false);
        boolean readonly = section.bool("readonly", false);
        boolean serverOnly = section.bool("serverOnly", false);
        crdt(section, findings);
        Optional<FieldDefault> defaultValue = type == null ? Optional.empty() : defaultValue(section, type);
        section.notYet("syncOmit", "encrypted");
        section.has("default");
        section.refuseOthers();
        if (unique && type != null && !type.kind().ordered()) {
            findings.error(
                    "FIELD_UNIQUE_INVALID",
                    "A " + type + " field can't be unique.",
                    section.place("unique"),
                    "only values that can be compared can be unique");
        }
        if (!usable || type == null) {
            return null;
        }
        return new Field(-1, name, type, optional, unique, readonly, serverOnly, false, defaultValue);
    }

    private FieldType type(ManifestSection section) {
        String name = section.string("type", true);
        JsonPlace place = section.place("type");
        List<String> values = enumValues(section);
        Matcher reference = REFERENCE.matcher(name);
        if (reference.matches()) {
            return reference(reference.group(1), place);
        }
        if (!values.isEmpty() && (name.equals("enum") || name.equals("string"))) {
            return FieldType.enumOf(values);
        }
        if (name.equals("enum")) {
            findings.error(
                    "ENUM_VALUES_EMPTY", "An enum needs its values.", place, "add \"enumValues\": [\"a\", \"b\"]");
            return null;
        }
        FieldType type = PLAIN.get(name);
        if (type == null && section.has("type")) {
            unknownType(name, place);
        } else if (type != null && !values.isEmpty()) {
            findings.error(
                    "ENUM_VALUES_INVALID",
                    "A field of type " + name + " can't have enumValues.",
                    section.place("enumValues"),
                    "use \"type\": \"enum\"");
        }
        return type;
    }

    private void unknownType(String name, JsonPlace place) {
        String code = input ? "INPUT_FIELD_TYPE_UNKNOWN" : "FIELD_TYPE_UNKNOWN";
        if (name.startsWith("vector(")) {
            findings.error("NOT_SUPPORTED", "The type " + name + " is not supported yet.", place, null);
            return;
        }
        String hint = DiagnosticCollector.didYouMean(name, TYPES).orElse("the types are " + String.join(", ", TYPES));
        findings.error(code, "Unknown type \"" + name + "\".", place, hint);
    }

    private FieldType reference(String target, JsonPlace place) {
        if (entityNames.contains(target)) {
            return FieldType.reference(target);
        }
        String hint = DiagnosticCollector.didYouMean(target, entityNames).orElse("declare the entity, too");
        findings.error("FIELD_ID_TARGET_NOT_FOUND", "There is no entity \"" + target + "\".", place, hint);
        return null;
    }

    private List<String> enumValues(ManifestSection section) {
        List<String> values = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String value : section.strings("enumValues", false)) {
            if (seen.add(value)) {
                values.add(value);
            } else {
                findings.error(
                        "ENUM_VALUES_INVALID",
                        "The value \"" + value + "\" is listed twice.",
                        section.place("enumValues"),
                        null);
            }
        }
        return values;
    }

    private Optional<FieldDefault> defaultValue(ManifestSection section, FieldType type) {
        JsonNode node = section.raw("default");
        if (node == null) {
            return Optional.empty();
        }
        return DefaultReader.read(node, type, findings);
    }

    /**
     * Checks {@code crdt} of a field or an entity. The store always keeps the last write per field; other kinds are
     * refused.
     */
    static void crdt(ManifestSection section, DiagnosticCollector findings) {
        JsonNode node = section.raw("crdt");
        boolean plain = node == null
                || node instanceof BooleanNode
                || (node instanceof StringNode text && text.value().equals("lww"));
        if (plain) {
            return;
        }
        boolean later = node instanceof StringNode text && CRDT_LATER.contains(text.value());
        findings.error(
                later ? "NOT_SUPPORTED" : ManifestSection.WRONG_TYPE,
                later ? "This kind of crdt is not supported yet." : "\"crdt\" must be true, false or \"lww\".",
                node.place(),
                "leave it out, or use \"lww\"");
    }
}
