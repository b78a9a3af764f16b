// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The end of a page, from which the next page begins, however many rows come and go before it. In the order of ids it
 * is the last id. In any other order it holds the order and the last row's values in it, as Base64. It is not secret,
 * since the caller has just seen the values, but it is refused for another order.
 */
public final class PageCursor {
    static final int CHARS_MAX = 8_000;
    private static final String ORDER = "o";
    private static final String VALUES = "v";

    private PageCursor() {}

    /** Returns the cursor behind a row. */
    static String behind(Row row, List<SortKey> order) {
        if (order.isEmpty()) {
            return row.id();
        }
        JsonWriter json = new JsonWriter(128).beginObject();
        json.name(ORDER).value(signature(order)).name(VALUES).beginObject();
        for (SortKey key : order) {
            if (key.field().ordinal() != 0) {
                json.name(key.field().name()).value(row.get(key.field().ordinal()));
            }
        }
        json.name("id").value(row.id()).endObject().endObject();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toBytes());
    }

    /** Returns a filter for the rows behind a cursor. Fails with {@code INVALID_CURSOR}. */
    public static Filter rowsAfter(String cursor, Entity entity, List<SortKey> order) {
        if (cursor.isEmpty() || cursor.length() > CHARS_MAX) {
            throw invalid();
        }
        if (order.isEmpty()) {
            return behindId(entity, cursor);
        }
        Draft last = decode(cursor, entity, order);
        List<Filter> cases = new ArrayList<>();
        List<Filter> same = new ArrayList<>();
        for (SortKey key : order) {
            Object value = last.get(key.field());
            cases.add(Filter.all(with(same, behind(key, value))));
            same.add(equal(key.field(), value));
        }
        cases.add(Filter.all(with(same, behindId(entity, last.id()))));
        return Filter.any(cases);
    }

    private static List<Filter> with(List<Filter> parts, Filter last) {
        List<Filter> all = new ArrayList<>(parts);
        all.add(last);
        return all;
    }

    private static Filter behindId(Entity entity, String id) {
        return compare(entity.id(), Comparison.GREATER, id);
    }

    // Absent values come first when ascending and last when descending.
    private static Filter behind(SortKey key, Object value) {
        Filter absent = new Filter.IsNull(new Operand.FieldRef(0, key.field()));
        if (value == null) {
            return key.ascending() ? Filter.not(absent) : Filter.Constant.FALSE;
        }
        return key.ascending()
                ? compare(key.field(), Comparison.GREATER, value)
                : Filter.any(List.of(compare(key.field(), Comparison.LESS, value), absent));
    }

    private static Filter equal(Field field, Object value) {
        return value == null
                ? new Filter.IsNull(new Operand.FieldRef(0, field))
                : compare(field, Comparison.EQUAL, value);
    }

    private static Filter compare(Field field, Comparison comparison, Object value) {
        return Filter.compare(field, comparison, value);
    }

    private static Draft decode(String cursor, Entity entity, List<SortKey> order) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1));
            if (JsonTree.read(text) instanceof JsonNode.ObjectNode object
                    && object.get(ORDER) instanceof JsonNode.StringNode made
                    && made.value().equals(signature(order))
                    && object.get(VALUES) instanceof JsonNode.ObjectNode values) {
                Draft draft = DraftReader.read(values, entity, DraftRules.IMPORT);
                if (draft.id() != null && order.stream().allMatch(key -> draft.names(key.field()))) {
                    return draft;
                }
            }
        } catch (IllegalArgumentException | LynchetException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static String signature(List<SortKey> order) {
        StringBuilder text = new StringBuilder();
        for (SortKey key : order) {
            text.append(key.ascending() ? '+' : '-').append(key.field().name());
        }
        return text.toString();
    }

    private static LynchetException invalid() {
        return new LynchetException(
                ErrorCode.INVALID_CURSOR, "The cursor is not from this server, or belongs to another query.");
    }
}
