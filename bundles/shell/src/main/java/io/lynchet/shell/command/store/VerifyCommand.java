// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.Backups;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailedException;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.util.Locale;

/** {@code verify}: verifies a backup. */
public final class VerifyCommand implements Command {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "Verifies a backup by restoring it into a scratch folder";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "location")
                .option("--backup", "name", "this backup, not the newest")
                .json();
    }

    @Override
    public String guide() {
        return """
                Restores the backup into a folder in the data directory, and compares each
                section with what was written. Then replays the log and compares with each later
                backup. The folder is removed again. The outcome is stored beside the backup,
                and "backups" shows it. The exit code is 1 when the backup is damaged.

                  verify /backups/todo
                  verify /backups/todo --backup 20261124T134500Z
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        Backups backups = services.need(Backups.class, "backup service");
        TaskWatch watch = new TaskWatch(backups.verify(arguments.operand(0), arguments.value("--backup")), out);
        BackupReport report = watch.await(arguments.json());
        if (arguments.json()) {
            out.json(TaskWatch.json(report));
        } else {
            report.problems().forEach(problem -> out.line(TerminalText.safe(problem)));
        }
        if (!report.problems().isEmpty()) {
            throw new CommandFailedException("Backup " + report.backup() + " is damaged. Take another one.");
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
