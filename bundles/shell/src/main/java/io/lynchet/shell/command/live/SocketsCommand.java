// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.socket.Sockets;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.Locale;

/** {@code sockets}: who is connected. */
public final class SocketsCommand implements Command {
    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public String summary() {
        return "The clients that are connected";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                QUEUED is what waits for the client, in bytes; REFUSED counts the frames that
                it was too slow for, each of which it was told of.

                  sockets
                  subscriptions
                  kick <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        Table table = new Table()
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
