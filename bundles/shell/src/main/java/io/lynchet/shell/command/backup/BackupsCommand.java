// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.backup;

import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.Backups;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.List;

/** {@code backups}: what there is to restore. */
public final class BackupsCommand implements Command {
    @Override
    public String name() {
        return "backups";
    }

    @Override
    public String summary() {
        return "The backups at a place, and whether they are proven";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "place").json();
    }

    @Override
    public String guide() {
        return """
                Every position from "seq" to "log to" can be restored with restore --at.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        List<BackupSummary> all = services.need(Backups.class, "backup service").list(arguments.operand(0));
        if (arguments.json()) {
            JsonWriter to = new JsonWriter().beginArray();
            all.forEach(one -> write(to, one));
            out.json(to.endArray());
            return;
        }
        Table table = new Table()
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
                            .map(verified -> verified.good() ? "good" : "NO GOOD")
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
