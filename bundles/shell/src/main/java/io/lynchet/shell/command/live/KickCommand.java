// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Sockets;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;

/** {@code kick}: closes a socket. */
public final class KickCommand implements Command {
    @Override
    public String name() {
        return "kick";
    }

    @Override
    public String summary() {
        return "Closes a client's socket";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "id").json();
    }

    @Override
    public String guide() {
        return """
                "sockets" shows the id. The client gets the close code 4403, and may reconnect:
                to keep it out, revoke its session.

                  session revoke <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        String id = arguments.operand(0);
        if (!services.need(Sockets.class, "feature \"live\"").kick(id, "closed by an operator")) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "There is no socket " + id + "; \"sockets\" lists them.");
        }
        if (arguments.json()) {
            out.json(new JsonWriter().beginObject().name("kicked").value(id).endObject());
        } else {
            out.line("Closed.");
        }
    }
}
