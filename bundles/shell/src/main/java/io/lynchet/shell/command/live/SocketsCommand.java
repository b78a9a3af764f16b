// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.socket.Sockets;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.Locale;

/** {@code sockets}: lists the open sockets. */
public final class SocketsCommand implements Command {
    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public String summary() {
        return "Lists the connected clients";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                QUEUED is the number of bytes that wait for the client. REFUSED is the number of
                frames for which it was too slow; it was told of each.

                  sockets
                  subscriptions
                  kick <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        TextTable table = new TextTable()
                .whole("ID")
                .text("FOR")
                .text("WHO")
                .text("ADDRESS")
                .text("SINCE")
                .number("QUEUED")
                .number("SENT")
                .number("REFUSED");
        for (Sockets.OpenSocket socket :
                services.need(Sockets.class, "feature \"live\"").open()) {
            String purpose = socket.purpose().name().toLowerCase(Locale.ROOT) + (socket.eventStream() ? " events" : "");
            if (arguments.json()) {
                out.json(json(socket, purpose));
            } else {
                table.row(
                        socket.id(),
                        purpose,
                        socket.principal(),
                        socket.address(),
                        socket.openedAt(),
                        socket.queuedBytes(),
                        socket.sentFrames(),
                        socket.refusedFrames());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static JsonWriter json(Sockets.OpenSocket socket, String purpose) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("id").value(socket.id()).name("for").value(purpose);
        json.name("who").value(socket.principal()).name("address").value(socket.address());
        json.name("since").value(socket.openedAt()).name("queuedBytes").value(socket.queuedBytes());
        json.name("sentFrames").value(socket.sentFrames()).name("refusedFrames").value(socket.refusedFrames());
        return json.endObject();
    }
}
