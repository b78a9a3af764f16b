// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.Index;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.ArrayList;
import java.util.List;

/** {@code entities}: lists the entities of the manifest, with their numbers of rows. */
public final class EntitiesCommand implements Command {
    @Override
    public String name() {
        return "entities";
    }

    @Override
    public String summary() {
        return "Lists the entities of the app, or the fields of one";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "[Entity]").json();
    }

    @Override
    public String guide() {
        return """
                Without a name: one line an entity, with the number of its rows.
                With a name: its fields and indexes.

                  entities
                  entities Todo
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        DataService data = services.need(DataService.class, "data service");
        if (arguments.optionalOperand(0).isPresent()) {
            one(data.entity(arguments.operand(0)), arguments.json(), out);
        } else {
            all(data, arguments.json(), out);
        }
    }

    private static void all(DataService data, boolean json, Output out) {
        TextTable table =
                new TextTable().text("ENTITY").number("ROWS").number("FIELDS").text("FIELD NAMES");
        for (Entity declared : data.app().manifest().entities()) {
            Entity entity = data.entity(declared.name());
            long rows = data.count(Principal.ADMIN, entity, Filter.Constant.TRUE);
            if (json) {
                JsonWriter to = new JsonWriter().beginObject().name("name").value(entity.name());
                to.name("rows").value(rows);
                out.json(fields(to, entity).endObject());
            } else {
                List<String> names = entity.fields().stream().map(Field::name).toList();
                table.row(entity.name(), rows, names.size(), String.join(", ", names));
            }
        }
        if (!json) {
            out.table(table);
        }
    }

    private static JsonWriter fields(JsonWriter to, Entity entity) {
        to.name("fields").beginArray();
        for (Field field : entity.fields()) {
            to.beginObject().name("name").value(field.name());
            to.name("type").value(field.type().toString());
            to.name("optional").value(field.optional());
            to.name("unique").value(field.unique()).endObject();
        }
        return to.endArray();
    }

    private static void one(Entity entity, boolean json, Output out) {
        if (json) {
            JsonWriter to = new JsonWriter().beginObject().name("name").value(entity.name());
            out.json(fields(to, entity).endObject());
            return;
        }
        TextTable table = new TextTable().whole("FIELD").text("TYPE").text("RULES");
        for (Field field : entity.fields()) {
            String type = field.type().values().isEmpty()
                    ? field.type().toString()
                    : "enum " + String.join("|", field.type().values());
            table.row(field.name(), type, String.join(", ", rules(field)));
        }
        out.table(table);
        for (Index index : entity.indexes()) {
            out.line((index.unique() ? "unique index " : "index ") + index.name() + " on "
                    + String.join(", ", index.fields()));
        }
    }

    private static List<String> rules(Field field) {
        List<String> rules = new ArrayList<>();
        rules.add(field.optional() ? "optional" : "required");
        if (field.unique()) {
            rules.add("unique");
        }
        if (field.readonly()) {
            rules.add("readonly");
        }
        if (field.serverOnly()) {
            rules.add("server only");
        }
        if (field.serverWritten()) {
            rules.add("written by the server");
        }
        field.defaultValue().ifPresent(value -> rules.add("default " + shown(value)));
        return rules;
    }

    private static String shown(FieldDefault value) {
        if (value instanceof FieldDefault.Literal literal) {
            return String.valueOf(literal.value());
        }
        return value instanceof FieldDefault.FromAuth auth ? "auth." + auth.property() : "now";
    }
}
