// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reader of a field's default: {@code "now"}, a literal, or {@code {"$auth": "userId"}}. */
final class DefaultReader {
    private static final Set<String> AUTH_PROPERTIES = Set.of("userId", "email", "tenantId");

    private DefaultReader() {}

    static Optional<FieldDefault> read(JsonNode node, FieldType type, DiagnosticCollector findings) {
        if (type.kind() == FieldType.Kind.DATETIME
                && node instanceof StringNode text
                && text.value().equals("now")) {
            return Optional.of(new FieldDefault.Now());
        }
        if (node instanceof ObjectNode object && object.get("$auth") != null) {
            return fromAuth(object, type, findings);
        }
        if (node.isNull()) {
            invalid(node, "A missing optional field is null already.", "leave the default out", findings);
            return Optional.empty();
        }
        return literal(node, type, findings);
    }

    private static Optional<FieldDefault> fromAuth(ObjectNode object, FieldType type, DiagnosticCollector findings) {
        boolean known = object.get("$auth") instanceof StringNode property
                && AUTH_PROPERTIES.contains(property.value())
                && object.byName().size() == 1;
        if (!known) {
            invalid(object, "Only userId, email and tenantId can be taken from auth.", null, findings);
            return Optional.empty();
        }
        if (!type.kind().text() || type.kind() == FieldType.Kind.ENUM) {
            invalid(object, "A field of type " + type + " can't hold it.", "use a string or an id", findings);
            return Optional.empty();
        }
        return Optional.of(new FieldDefault.FromAuth(((StringNode) object.get("$auth")).value()));
    }

    // The same reader as for rows, so that a default is exactly what an insert could have sent.
    private static Optional<FieldDefault> literal(JsonNode node, FieldType type, DiagnosticCollector findings) {
        Entity single = new Entity("Default", List.of(Field.of("value", type, true)), List.of(), List.of(), false);
        String text = "{\"value\":" + node.text().text() + "}";
        try {
            Draft draft = DraftReader.read(text.getBytes(StandardCharsets.UTF_8), single, DraftRules.IMPORT);
            return Optional.of(new FieldDefault.Literal(draft.get(single.fieldOrNull("value"))));
        } catch (LynchetException e) {
            invalid(node, "It is not a value of type " + type + ".", null, findings);
            return Optional.empty();
        }
    }

    private static void invalid(JsonNode node, String why, String hint, DiagnosticCollector findings) {
        findings.error("FIELD_DEFAULT_INVALID", "The default can't be used: " + why, node.place(), hint);
    }
}
