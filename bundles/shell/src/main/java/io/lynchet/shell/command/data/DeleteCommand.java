// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.schema.Entity;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Callers;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;

/** {@code delete}: takes a row away. */
public final class DeleteCommand implements Command {
    @Override
    public String name() {
        return "delete";
    }

    @Override
    public String summary() {
        return "Takes a row away";
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = Syntax.of(name(), "Entity", "id")
                .option("--unchanged-since", "seq", "only if the row has no later change");
        return Callers.options(syntax, "admin").json();
    }

    @Override
    public String guide() {
        return """
                There is no question asked. The log keeps the old row: see "changes".

                  delete Todo 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        long since = arguments.number("--unchanged-since", 0, Long.MAX_VALUE).orElse(Mutation.ANY);
        Writing.write(data, new Mutation.Delete(entity, arguments.operand(1), since), arguments, out);
    }
}
