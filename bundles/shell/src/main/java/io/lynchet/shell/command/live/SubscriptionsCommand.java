// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.live.LiveQueries;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;

/** {@code subscriptions}: the live queries that are open. */
public final class SubscriptionsCommand implements Command {
    @Override
    public String name() {
        return "subscriptions";
    }

    @Override
    public String summary() {
        return "The live queries that are open";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                SEQ is the change of the log up to which the client was told, LAG how many
                changes have not been looked at for it. SHARED counts the live queries that are
                evaluated together, since they are equal and so are the rights behind them.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        Table table = new Table()
                .whole("SOCKET")
                .text("ID")
                .text("WHO")
                .number("SEQ")
                .number("LAG")
                .number("ROWS")
                .number("SHARED")
                .text("QUERY");
        for (LiveQueries.Subscription one :
                services.need(LiveQueries.class, "feature \"live\"").subscriptions()) {
            if (arguments.json()) {
                out.json(json(one));
            } else {
                table.row(
                        one.socketId(),
                        one.id(),
                        one.principal(),
                        one.seq(),
                        one.lag(),
                        (long) one.rows(),
                        (long) one.sharedBy(),
                        Screen.safe(one.query()));
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static JsonWriter json(LiveQueries.Subscription one) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("socket").value(one.socketId()).name("id").value(one.id());
        json.name("who").value(one.principal()).name("query").value(one.query());
        json.name("seq").value(one.seq()).name("lag").value(one.lag());
        json.name("rows").value(one.rows()).name("sharedBy").value(one.sharedBy());
        return json.endObject();
    }
}
