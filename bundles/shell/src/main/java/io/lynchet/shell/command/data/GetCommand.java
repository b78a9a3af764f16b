// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.RowCells;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;

/** {@code get}: shows one row. */
public final class GetCommand implements Command {
    @Override
    public String name() {
        return "get";
    }

    @Override
    public String summary() {
        return "Shows one row by its id, field by field";
    }

    @Override
    public CommandSyntax syntax() {
        return CallerOptions.options(CommandSyntax.of(name(), "Entity", "id"), "admin")
                .json();
    }

    @Override
    public String guide() {
        return """
                Long values are cut at the width of the terminal; --json shows them whole.

                  get Todo 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f
                  get Todo 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f --as anonymous
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        Principal caller = CallerOptions.of(arguments, Principal.ADMIN);
        Row row = data.get(caller, entity, arguments.operand(1));
        if (arguments.json()) {
            out.json(new JsonWriter().row(row, caller.admin()));
            return;
        }
        TextTable table = new TextTable().whole("FIELD").text("VALUE");
        for (Field field : entity.fields()) {
            if (caller.admin() || !field.serverOnly()) {
                table.row(field.name(), RowCells.text(row.get(field.ordinal())));
            }
        }
        out.table(table);
    }
}
