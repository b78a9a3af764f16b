// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.http.Listener;
import io.lynchet.api.http.TransportInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import io.lynchet.shell.cli.UsageException;
import java.util.List;
import java.util.Map;

/** {@code transport}: who carries the connections, and who is to. */
public final class TransportCommand implements Command {
    private static final String PID = "io.lynchet.listener";
    private static final String TARGET = "transport.target";

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public String summary() {
        return "The transports that are there; has another one serve";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "[use]", "[transport]").json();
    }

    @Override
    public String guide() {
        return """
                Without more it shows the transports and what each of them carries. The port
                is not theirs, so one takes the place of another while the app goes on:

                  transport use netty

                New connections go to it at once, those that are open as soon as no request is
                on them. WebSockets are closed with 1012, and their clients come back and go on
                where they were. This holds until the process ends.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        List<String> words = arguments.operands();
        Listener listener = services.need(Listener.class, "feature \"http\"");
        if (words.isEmpty()) {
            show(arguments.json(), out, listener);
        } else if (words.size() == 2 && words.get(0).equals("use")) {
            listener.use(words.get(1));
            used(words.get(1), arguments.json(), out, services, listener);
        } else {
            throw new UsageException("transport takes nothing, or: use <transport>");
        }
    }

    private static void show(boolean json, Output out, Listener listener) {
        if (json) {
            out.json(write(listener));
            return;
        }
        Table table = new Table()
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

    private static void used(String name, boolean json, Output out, Services services, Listener listener) {
        if (json) {
            out.json(write(listener));
            return;
        }
        out.line("The transport %s serves.".formatted(Screen.safe(name)));
        Object configured =
                services.configurations().getOrDefault(PID, Map.of()).get(TARGET);
        if (!name.equals(configured)) {
            out.note("For the next start, too, set " + PID + ":" + TARGET + " to " + name + ".");
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
