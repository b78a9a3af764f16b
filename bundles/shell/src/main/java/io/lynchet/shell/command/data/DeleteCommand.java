// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.schema.Entity;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;

/** {@code delete}: deletes a row. */
public final class DeleteCommand implements Command {
    @Override
    public String name() {
        return "delete";
    }

    @Override
    public String summary() {
        return "Deletes a row";
    }

    @Override
    public CommandSyntax syntax() {
        CommandSyntax syntax = CommandSyntax.of(name(), "Entity", "id")
                .option("--unchanged-since", "seq", "only if the row has no change after this seq");
        return CallerOptions.options(syntax, "admin").json();
    }

    @Override
    public String guide() {
        return """
                Deletes without a confirmation. The log keeps the old row: see "changes".

                  delete Todo 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        long since = arguments.number("--unchanged-since", 0, Long.MAX_VALUE).orElse(Mutation.ANY);
        RowWrite.write(data, new Mutation.Delete(entity, arguments.operand(1), since), arguments, out);
    }
}
