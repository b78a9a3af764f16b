// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.data.DataService;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Field;
import io.lynchet.json.BodyObject;
import io.lynchet.json.DraftReader;
import io.lynchet.json.DraftRules;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One row of an import. Kept as it came, because the schema may change before it is written. */
final class ImportItem {
    private final String at;
    private final String entity;
    private final JsonNode row;
    private final byte[] line;

    /**
     * @param at where it stood, for reports
     * @param row null when only the line is kept
     * @param line the whole line that it came in, or null when it came in a document
     */
    ImportItem(String at, String entity, JsonNode row, byte[] line) {
        this.at = at;
        this.entity = entity;
        this.row = row;
        this.line = line;
    }

    /** A row of the app, by the names that the file uses. */
    record Key(String entity, String id) {}

    /** What a field of this row points to. */
    record Reference(Field field, Key target) {}

    /** Reads a line; {@code INVALID_JSON}, {@code INVALID_DATA}. */
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

    /** The same in less memory: a line is far smaller than its tree. */
    ImportItem waiting() {
        return line == null ? this : new ImportItem(at, entity, null, line);
    }

    /** How much it holds while it waits; what came in a document is there anyway. */
    int bytes() {
        return line == null ? 0 : line.length;
    }

    private ImportItem read() {
        return row == null ? ofLine(at, line) : this;
    }

    Draft draft(DataService service) {
        return DraftReader.read(read().row, service.entity(entity), DraftRules.IMPORT);
    }

    /** The id in the file, or null. */
    String id() {
        return text(read().row, "id");
    }

    /** With a null id when the file has none: nobody refers to such a row. */
    Key key() {
        return new Key(entity, id());
    }

    /** All that are not null, also those that no row bears out. */
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
