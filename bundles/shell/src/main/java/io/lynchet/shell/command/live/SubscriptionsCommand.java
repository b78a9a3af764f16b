// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.live.LiveQueries;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;

/** {@code subscriptions}: lists the open live queries. */
public final class SubscriptionsCommand implements Command {
    @Override
    public String name() {
        return "subscriptions";
    }

    @Override
    public String summary() {
        return "Lists the open live queries";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                SEQ is the seq up to which the client has the changes. LAG is the number of
                changes that wait for evaluation. SHARED is the number of live queries that are
                evaluated together, since their queries and their rights are equal.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        TextTable table = new TextTable()
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
                        TerminalText.safe(one.query()));
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
