// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.util.List;

/**
 * A small app with every type, references to another entity and to the same one, a unique field, a unique index and a
 * plain index. Each instance is a generation of its own.
 */
public final class Sample {
    private final Entity user = EntityBuilder.entity("User")
            .required("name", FieldType.STRING)
            .unique("email", FieldType.STRING)
            .build();
    private final Entity todo = EntityBuilder.entity("Todo")
            .required("title", FieldType.STRING)
            .optional("done", FieldType.BOOL)
            .optional("rank", FieldType.INT)
            .optional("weight", FieldType.FLOAT)
            .optional("due", FieldType.DATETIME)
            .optional("state", FieldType.enumOf(List.of("open", "done", "dropped")))
            .optional("notes", FieldType.RICHTEXT)
            .optional("meta", FieldType.JSON)
            .optional("owner", FieldType.reference("User"))
            .optional("parent", FieldType.reference("Todo"))
            .optional("slug", FieldType.STRING)
            .index("by_rank", "rank")
            .uniqueIndex("owner_slug", "owner", "slug")
            .build();
    private final Schema schema = new Schema(List.of(user, todo));

    public Schema schema() {
        return schema;
    }

    public Entity user() {
        return user;
    }

    public Entity todo() {
        return todo;
    }

    /** Returns a user; its name, unless given, is made from the id. */
    public Row user(String id, Object... fields) {
        return filled(Rows.of(user, id, fields), "name", "user " + id);
    }

    /** Returns a todo; its title, unless given, is made from the id. */
    public Row todo(String id, Object... fields) {
        return filled(Rows.of(todo, id, fields), "title", "todo " + id);
    }

    private static Row filled(Row row, String field, String value) {
        return row.get(field) == null ? row.with(new Draft(row.entity()).set(field, value)) : row;
    }
}
