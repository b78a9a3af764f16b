// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.data.DataService;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Field;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A row of an import. It is kept as it came, because the schema may change before it is written. */
final class ImportItem {
    private final String at;
    private final String entity;
    private final JsonNode row;
    private final byte[] line;

    /**
     * @param at its place in the input, for reports
     * @param row null when only the line is kept
     * @param line the whole line that it came in, or null when it came in a document
     */
    ImportItem(String at, String entity, JsonNode row, byte[] line) {
        this.at = at;
        this.entity = entity;
        this.row = row;
        this.line = line;
    }

    /** A row of the app, by the names in the file. */
    record Key(String entity, String id) {}

    /** A reference of this row, through one field. */
    record Reference(Field field, Key target) {}

    /** Reads a line. Fails with {@code INVALID_JSON} or {@code INVALID_DATA}. */
    static ImportItem ofLine(String at, byte[] line) {
        BodyObject body = new BodyObject(JsonTree.read(line, at + ": $"), Set.of("entity", "data"));
        String entity = body.text("entity");
        JsonNode row = body.get("data");
        if (row == null) {
            body.problem(body.node(), "The key \"data\" is missing.");
        }
        body.throwIfAny();
        return new ImportItem(at, entity, row, line);
    }

    String at() {
        return at;
    }

    String entity() {
        return entity;
    }

    /** Returns the same row in less memory: a line is far smaller than its tree. */
    ImportItem waiting() {
        return line == null ? this : new ImportItem(at, entity, null, line);
    }

    /** Returns the bytes that it holds while it waits; a document is in memory anyway. */
    int bytes() {
        return line == null ? 0 : line.length;
    }

    private ImportItem read() {
        return row == null ? ofLine(at, line) : this;
    }

    Draft draft(DataService service) {
        return DraftReader.read(read().row, service.entity(entity), DraftRules.IMPORT);
    }

    /** Returns the id in the file, or null. */
    String id() {
        return text(read().row, "id");
    }

    /** Returns the key, with a null id when the file has none: no row refers to such a row. */
    Key key() {
        return new Key(entity, id());
    }

    /** Returns all references that are not null, even those without a target. */
    List<Reference> references(DataService service) {
        JsonNode tree = read().row;
        List<Reference> references = new ArrayList<>();
        for (Field field : service.entity(entity).fields()) {
            String target = field.type().target() == null ? null : text(tree, field.name());
            if (target != null) {
                references.add(new Reference(field, new Key(field.type().target(), target)));
            }
        }
        return references;
    }

    private static String text(JsonNode row, String name) {
        return row instanceof JsonNode.ObjectNode object && object.get(name) instanceof JsonNode.StringNode given
                ? given.value()
                : null;
    }
}
