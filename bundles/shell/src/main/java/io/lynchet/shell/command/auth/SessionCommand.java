// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;

/** {@code session revoke}: ends a session. */
public final class SessionCommand implements Command {
    @Override
    public String name() {
        return "session";
    }

    @Override
    public String summary() {
        return "Revokes a session: session revoke <id>";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of("session revoke", "id").json();
    }

    @Override
    public String guide() {
        return """
                "sessions <user>" shows the id. The session is invalid from then on.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        Sessions sessions = services.need(Sessions.class, "feature \"auth\"");
        Audit audit = services.need(Audit.class, "feature \"auth\"");
        String id = arguments.operand(0);
        String userId = sessions.byId(id).map(Session::userId).orElse(null);
        if (!sessions.revoke(id)) {
            throw new LynchetException(
                    ErrorCode.NOT_FOUND, "There is no session " + id + "; \"sessions <user>\" lists them.");
        }
        audit.recordOperator("session_revoked", userId, null);
        if (arguments.json()) {
            out.json(new JsonWriter().beginObject().name("revoked").value(id).endObject());
        } else {
            out.line("Ended.");
        }
    }
}
