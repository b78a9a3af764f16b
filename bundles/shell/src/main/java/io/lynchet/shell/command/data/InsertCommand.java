// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.row.DraftReader;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import java.nio.charset.StandardCharsets;

/** {@code insert}: inserts a row. */
public final class InsertCommand implements Command {
    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String summary() {
        return "Adds a row";
    }

    @Override
    public CommandSyntax syntax() {
        return CallerOptions.options(CommandSyntax.of(name(), "Entity", "json"), "admin")
                .json();
    }

    @Override
    public String guide() {
        return """
                The same checks, hooks and policies as over HTTP. The command ends when the row
                is durable. Put the JSON in single quotes.

                  insert Todo '{"title":"Read the docs"}'
                  insert Todo '{"title":"Mine"}' --as user:u1
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        byte[] json = arguments.operand(1).getBytes(StandardCharsets.UTF_8);
        Draft draft = DraftReader.read(json, entity, CallerOptions.rules(CallerOptions.of(arguments, Principal.ADMIN)));
        RowWrite.write(data, new Mutation.Insert(draft), arguments, out);
    }
}
