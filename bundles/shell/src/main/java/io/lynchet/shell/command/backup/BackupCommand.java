// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.backup;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.Backups;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import java.nio.file.Path;
import java.util.Locale;

/** {@code backup}: takes a backup of the store that serves. */
public final class BackupCommand implements Command {
    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String summary() {
        return "Takes a backup while the app goes on";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "place")
                .option("--data", "dir", "data on which no process runs, instead of the app's")
                .json();
    }

    @Override
    public String guide() {
        return """
                The place is a folder, seen from the process that runs the app. Each app needs a
                place of its own; the first backup makes it. A backup is one consistent view;
                writers are not blocked. The log since the last backup is added, too, so that
                every position between them can be restored. Ctrl-C leaves nothing behind.

                  backup /backups/todo
                  verify /backups/todo
                  backups /backups/todo
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        Backups backups = services.need(Backups.class, "backup service");
        TaskWatch watch = new TaskWatch(
                backups.backup(arguments.operand(0), arguments.value("--data").map(Path::of)), out);
        BackupReport report = watch.await(arguments.json());
        if (arguments.json()) {
            out.json(TaskWatch.json(report));
            return;
        }
        out.line(String.format(
                Locale.ROOT,
                "Backup %s: %,d rows at seq %d, %,d bytes, %s s.",
                report.backup(),
                report.rows(),
                report.seq(),
                report.bytes(),
                watch.seconds()));
        out.note("Not tried yet: verify " + arguments.operand(0));
    }
}
