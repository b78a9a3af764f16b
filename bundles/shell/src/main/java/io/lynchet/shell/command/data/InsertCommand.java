// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.DraftReader;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Callers;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import java.nio.charset.StandardCharsets;

/** {@code insert}: a new row. */
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
    public Syntax syntax() {
        return Callers.options(Syntax.of(name(), "Entity", "json"), "admin").json();
    }

    @Override
    public String guide() {
        return """
                The same checks, hooks and policies as over HTTP; the answer comes when the row
                is durable. Put the JSON into single quotes.

                  insert Todo '{"title":"Read the docs"}'
                  insert Todo '{"title":"Mine"}' --as user:u1
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        DataService data = services.need(DataService.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        byte[] json = arguments.operand(1).getBytes(StandardCharsets.UTF_8);
        Draft draft = DraftReader.read(json, entity, Callers.rules(Callers.of(arguments, Principal.ADMIN)));
        Writing.write(data, new Mutation.Insert(draft), arguments, out);
    }
}
