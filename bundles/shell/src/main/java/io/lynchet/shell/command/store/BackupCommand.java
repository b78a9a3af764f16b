// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.Backups;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
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
        return "Takes a backup while the app runs";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "location")
                .option("--data", "dir", "a data directory on which no process runs, instead of the app's")
                .json();
    }

    @Override
    public String guide() {
        return """
                The location is a folder, as the process of the app sees it, or
                s3://BUCKET/PREFIX. Each app needs one of its own; the first backup creates it.
                A backup is one snapshot; writers are not blocked. It adds the log since the
                last backup, so that every seq between them can be restored. After Ctrl-C no
                partial backup remains.

                  backup /backups/todo
                  verify /backups/todo
                  backups /backups/todo
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
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
        out.note("Not verified yet: verify " + arguments.operand(0));
    }
}
