// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;

/** {@code sessions}: where somebody is signed in. */
public final class SessionsCommand implements Command {
    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String summary() {
        return "The open sessions of a user";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "user").json();
    }

    @Override
    public String guide() {
        return """
                The user is an id, also that of a guest. Tokens are not known to the server,
                only their first characters are kept for people to recognise them.

                  sessions 000000000000000018ea8ebb4bd6261500000000
                  session revoke <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        Sessions sessions = services.need(Sessions.class, "feature \"auth\"");
        Table table = new Table()
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
                        session.device() == null ? null : Screen.safe(session.device()),
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
