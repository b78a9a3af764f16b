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

/** {@code update}: changes some fields of a row. */
public final class UpdateCommand implements Command {
    @Override
    public String name() {
        return "update";
    }

    @Override
    public String summary() {
        return "Changes fields of a row";
    }

    @Override
    public CommandSyntax syntax() {
        CommandSyntax syntax = CommandSyntax.of(name(), "Entity", "id", "json")
                .option("--unchanged-since", "seq", "only if the row has no change after this seq");
        return CallerOptions.options(syntax, "admin").json();
    }

    @Override
    public String guide() {
        return """
                Fields that the JSON does not name keep their values; null removes a value.

                  update Todo 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f '{"done":true}'
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        byte[] json = arguments.operand(2).getBytes(StandardCharsets.UTF_8);
        Draft patch = DraftReader.read(json, entity, CallerOptions.rules(CallerOptions.of(arguments, Principal.ADMIN)));
        long since = arguments.number("--unchanged-since", 0, Long.MAX_VALUE).orElse(Mutation.ANY);
        RowWrite.write(data, new Mutation.Update(arguments.operand(1), patch, since), arguments, out);
    }
}
