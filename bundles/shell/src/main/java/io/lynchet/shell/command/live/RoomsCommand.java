// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.room.Rooms;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.List;
import java.util.stream.Collectors;

/** {@code rooms}: who is in which. */
public final class RoomsCommand implements Command {
    private static final int SHOWN_MAX = 10;

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String summary() {
        return "The rooms that somebody is in";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                Members are users, however many sockets they have. With --json all are listed.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        Table table = new Table().text("ROOM").number("MEMBERS").text("WHO");
        for (Rooms.Room room : services.need(Rooms.class, "feature \"live\"").rooms()) {
            if (arguments.json()) {
                out.json(json(room));
            } else {
                table.row(Screen.safe(room.name()), (long) room.members().size(), first(room.members()));
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static String first(List<Rooms.Member> members) {
        String names =
                members.stream().limit(SHOWN_MAX).map(Rooms.Member::userId).collect(Collectors.joining(" "));
        return members.size() > SHOWN_MAX ? names + " ..." : names;
    }

    private static JsonWriter json(Rooms.Room room) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .name("room")
                .value(room.name())
                .name("members")
                .beginArray();
        for (Rooms.Member member : room.members()) {
            json.beginObject().name("userId").value(member.userId());
            json.name("joinedAt").value(member.joinedAt());
            json.name("sockets").value(member.sockets()).endObject();
        }
        return json.endArray().endObject();
    }
}
