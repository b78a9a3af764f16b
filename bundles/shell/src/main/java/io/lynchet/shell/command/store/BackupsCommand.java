// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.Backups;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.List;

/** {@code backups}: lists the backups. */
public final class BackupsCommand implements Command {
    @Override
    public String name() {
        return "backups";
    }

    @Override
    public String summary() {
        return "Lists the backups at a location, and whether they are verified";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "location").json();
    }

    @Override
    public String guide() {
        return """
                Every seq from "seq" to "log to" can be restored with restore --at.

                  backups /backups/todo
                  restore /backups/todo --to /data/before --at 3310
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<BackupSummary> all = services.need(Backups.class, "backup service").list(arguments.operand(0));
        if (arguments.json()) {
            JsonWriter to = new JsonWriter().beginArray();
            all.forEach(one -> write(to, one));
            out.json(to.endArray());
            return;
        }
        TextTable table = new TextTable()
                .whole("BACKUP")
                .text("AT")
                .number("EPOCH")
                .number("SEQ")
                .number("LOG TO");
        table.number("ROWS").number("BYTES").text("VERIFIED");
        for (BackupSummary one : all) {
            table.row(
                    one.name(),
                    one.at(),
                    one.epoch(),
                    one.seq(),
                    one.archivedTo(),
                    one.rows(),
                    one.bytes(),
                    one.verified()
                            .map(verified -> verified.good() ? "good" : "DAMAGED")
                            .orElse("not yet"));
        }
        out.table(table);
    }

    private static void write(JsonWriter to, BackupSummary one) {
        to.beginObject().name("backup").value(one.name()).name("at").value(one.at());
        to.name("epoch").value(one.epoch()).name("seq").value(one.seq());
        to.name("archivedTo").value(one.archivedTo()).name("rows").value(one.rows());
        to.name("bytes").value(one.bytes()).name("verified");
        if (one.verified().isEmpty()) {
            to.nullValue();
        } else {
            to.beginObject().name("at").value(one.verified().get().at());
            to.name("good").value(one.verified().get().good()).endObject();
        }
        to.endObject();
    }
}
