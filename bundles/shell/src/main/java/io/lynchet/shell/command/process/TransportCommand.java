// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.http.Listener;
import io.lynchet.api.http.TransportInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.List;
import java.util.Map;

/** {@code transport}: shows the transport that serves, and swaps it. */
public final class TransportCommand implements Command {
    private static final String PID = "io.lynchet.listener";
    private static final String TARGET = "transport.target";

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public String summary() {
        return "Shows the transports, or makes another one serve";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "[use]", "[transport]").json();
    }

    @Override
    public String guide() {
        return """
                Without arguments: shows the transports and the connections of each. The port
                is not theirs, so one can replace another while the app runs:

                  transport use netty

                New connections go to it at once, open ones as soon as no request is in flight
                on them. WebSockets are closed with 1012; their clients reconnect and resume.
                This holds until the process ends.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<String> words = arguments.operands();
        Listener listener = services.need(Listener.class, "feature \"http\"");
        if (words.isEmpty()) {
            show(arguments.json(), out, listener);
        } else if (words.size() == 2 && words.get(0).equals("use")) {
            listener.use(words.get(1));
            used(words.get(1), arguments.json(), out, services, listener);
        } else {
            throw new CommandUsageException("transport takes nothing, or: use <transport>");
        }
    }

    private static void show(boolean json, Output out, Listener listener) {
        if (json) {
            out.json(write(listener));
            return;
        }
        TextTable table = new TextTable()
                .whole("TRANSPORT")
                .whole("SERVES")
                .number("CONNECTIONS")
                .number("REQUESTS")
                .number("CHANNELS");
        for (TransportInfo transport : listener.transports()) {
            table.row(
                    transport.name(),
                    transport.serves() ? "yes" : "",
                    transport.connections(),
                    transport.requestsInFlight(),
                    transport.channels());
        }
        out.table(table);
    }

    private static void used(String name, boolean json, Output out, ShellServices services, Listener listener) {
        if (json) {
            out.json(write(listener));
            return;
        }
        out.line("The transport %s serves.".formatted(TerminalText.safe(name)));
        Object configured =
                services.configurations().getOrDefault(PID, Map.of()).get(TARGET);
        if (!name.equals(configured)) {
            out.note("To keep it for later starts, set " + PID + ":" + TARGET + " to " + name + ".");
        }
    }

    private static JsonWriter write(Listener listener) {
        JsonWriter to = new JsonWriter().beginObject().name("transports").beginArray();
        for (TransportInfo transport : listener.transports()) {
            to.beginObject().name("name").value(transport.name());
            to.name("serves").value(transport.serves());
            to.name("connections").value(transport.connections());
            to.name("requestsInFlight").value(transport.requestsInFlight());
            to.name("channels").value(transport.channels()).endObject();
        }
        return to.endArray().endObject();
    }
}
