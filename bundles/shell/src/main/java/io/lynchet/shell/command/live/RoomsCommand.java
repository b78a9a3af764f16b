// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.live;

import io.lynchet.api.room.Rooms;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/** {@code rooms}: lists the rooms and their members. */
public final class RoomsCommand implements Command {
    private static final int SHOWN_MAX = 10;

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String summary() {
        return "Lists the rooms that have members";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                A member is a user, with any number of sockets. --json lists all members.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        TextTable table = new TextTable().text("ROOM").number("MEMBERS").text("WHO");
        for (Rooms.Room room : services.need(Rooms.class, "feature \"live\"").rooms()) {
            if (arguments.json()) {
                out.json(json(room));
            } else {
                table.row(TerminalText.safe(room.name()), (long) room.members().size(), first(room.members()));
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
