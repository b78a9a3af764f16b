// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Page;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.FilterReader;
import io.lynchet.json.query.QueryReader;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.RowCells;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.ArrayList;
import java.util.List;

/** {@code rows}: runs a query. */
public final class RowsCommand implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 10_000;
    private static final long OFFSET_MAX = 1_000_000_000L;

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public String summary() {
        return "Lists rows of an entity, as any caller";
    }

    @Override
    public CommandSyntax syntax() {
        CommandSyntax syntax = CommandSyntax.of(name(), "Entity")
                .option("--where", "json", "a filter, as in the HTTP API")
                .option("--order", "field:desc", "asc or desc; separate several with commas")
                .option("--limit", "n", "at most n rows, " + LIMIT + " by default")
                .option("--offset", "n", "skip the first n rows")
                .option("--fields", "a,b", "only these columns");
        return CallerOptions.options(syntax, "admin").json();
    }

    @Override
    public String guide() {
        return """
                Put JSON in single quotes. As a user you see the rows that the policies allow to
                that user; server-only fields are for admins.

                  rows Todo --where '{"done":false}' --order createdAt:desc --limit 5
                  rows Todo --as user:u1 --role editor
                  rows Todo --json --limit 10000
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        Principal caller = CallerOptions.of(arguments, Principal.ADMIN);
        Filter filter = arguments
                .value("--where")
                .map(where -> FilterReader.read(where, entity, caller.admin()))
                .orElse(Filter.Constant.TRUE);
        List<SortKey> order = arguments
                .value("--order")
                .map(text -> order(text, entity, caller.admin()))
                .orElse(List.of());
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        long offset = arguments.number("--offset", 0, OFFSET_MAX).orElse(0);
        List<Field> fields = fields(arguments, entity, caller.admin());
        Page page = data.query(caller, new Query(entity, filter, order, limit, offset));
        if (arguments.json()) {
            page.rows().forEach(row -> out.json(json(row, fields)));
        } else {
            out.table(table(page.rows(), fields));
        }
        if (page.hasMore()) {
            out.note("There are more rows: --limit " + Math.min(LIMIT_MAX, limit * 5L) + ", or --offset "
                    + (offset + limit) + ".");
        } else if (page.rows().isEmpty()) {
            out.note("No rows.");
        }
    }

    private static List<SortKey> order(String text, Entity entity, boolean admin) {
        JsonWriter pairs = new JsonWriter().beginArray();
        for (String key : text.split(",", -1)) {
            int colon = key.indexOf(':');
            pairs.beginArray().value(colon < 0 ? key : key.substring(0, colon));
            pairs.value(colon < 0 ? "asc" : key.substring(colon + 1)).endArray();
        }
        return QueryReader.order(JsonTree.read(pairs.endArray().toString(), "order"), entity, admin);
    }

    private static List<Field> fields(Arguments arguments, Entity entity, boolean admin) {
        List<Field> visible =
                entity.fields().stream().filter(f -> admin || !f.serverOnly()).toList();
        if (arguments.value("--fields").isEmpty()) {
            return visible;
        }
        List<String> names = visible.stream().map(Field::name).toList();
        List<Field> chosen = new ArrayList<>();
        for (String name : arguments.value("--fields").orElseThrow().split(",", -1)) {
            if (!names.contains(name)) {
                throw new CommandUsageException(entity.name() + " has no field " + name + DidYouMean.hint(name, names));
            }
            chosen.add(entity.field(name).orElseThrow());
        }
        return chosen;
    }

    private static JsonWriter json(Row row, List<Field> fields) {
        JsonWriter to = new JsonWriter().beginObject();
        fields.forEach(field -> to.name(field.name()).value(row.get(field.ordinal())));
        return to.endObject();
    }

    private static TextTable table(List<Row> rows, List<Field> fields) {
        TextTable table = new TextTable();
        for (Field field : fields) {
            if (field.ordinal() == 0) {
                table.whole(field.name());
            } else if (field.type().kind().numeric()) {
                table.number(field.name());
            } else {
                table.text(field.name());
            }
        }
        for (Row row : rows) {
            table.row(fields.stream()
                    .map(field -> RowCells.text(row.get(field.ordinal())))
                    .toArray());
        }
        return table;
    }
}
