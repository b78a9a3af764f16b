// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;

/** {@code sessions}: lists a user's sessions. */
public final class SessionsCommand implements Command {
    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String summary() {
        return "Lists the open sessions of a user";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "user").json();
    }

    @Override
    public String guide() {
        return """
                <user> is the id of an account or a guest; "users" lists accounts. The server
                knows no tokens; it keeps their first characters, so that people recognise them.

                  sessions 000000000000000018ea8ebb4bd6261500000000
                  session revoke <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        Sessions sessions = services.need(Sessions.class, "feature \"auth\"");
        TextTable table = new TextTable()
                .text("ID")
                .text("TOKEN")
                .text("METHOD")
                .text("DEVICE")
                .text("ADDRESS")
                .text("UNTIL");
        for (Session session : sessions.of(arguments.operand(0))) {
            if (arguments.json()) {
                out.json(json(session));
            } else {
                table.row(
                        session.id(),
                        session.tokenPrefix() + "...",
                        session.method(),
                        session.device() == null ? null : TerminalText.safe(session.device()),
                        session.address(),
                        session.expiresAt());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static JsonWriter json(Session session) {
        return new JsonWriter()
                .beginObject()
                .name("id")
                .value(session.id())
                .name("userId")
                .value(session.userId())
                .name("tokenPrefix")
                .value(session.tokenPrefix())
                .name("method")
                .value(session.method())
                .name("device")
                .value(session.device())
                .name("address")
                .value(session.address())
                .name("createdAt")
                .value(session.createdAt())
                .name("expiresAt")
                .value(session.expiresAt())
                .endObject();
    }
}
