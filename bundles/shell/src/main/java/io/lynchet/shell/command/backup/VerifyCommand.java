// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.backup;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.Backups;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailure;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import java.util.Locale;

/** {@code verify}: tries a backup. */
public final class VerifyCommand implements Command {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "Tries a backup by restoring it into a scratch folder";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "place")
                .option("--backup", "name", "another than the newest")
                .json();
    }

    @Override
    public String guide() {
        return """
                Restores the backup into a folder in the data directory, compares each section
                with what was written, goes on by the log and compares with each later backup.
                The folder is removed again. How it went is written down beside the backup, and
                shown by "backups". The exit code is 1 when the backup is no good.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        Backups backups = services.need(Backups.class, "backup service");
        TaskWatch watch = new TaskWatch(backups.verify(arguments.operand(0), arguments.value("--backup")), out);
        BackupReport report = watch.await(arguments.json());
        if (arguments.json()) {
            out.json(TaskWatch.json(report));
        } else {
            report.problems().forEach(problem -> out.line(Screen.safe(problem)));
        }
        if (!report.problems().isEmpty()) {
            throw new CommandFailure("Backup " + report.backup() + " is no good. Take another one.");
        }
        if (!arguments.json()) {
            out.line(String.format(
                    Locale.ROOT,
                    "Backup %s is good: %,d rows at seq %d, restored and compared in %s s.",
                    report.backup(),
                    report.rows(),
                    report.seq(),
                    watch.seconds()));
        }
    }
}
