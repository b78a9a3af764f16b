// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code restore}: makes a data directory from a backup. */
public final class RestoreCommand implements Command {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String summary() {
        return "Restores a backup, into a new folder or in place";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "location")
                .option("--to", "dir", "the new data directory")
                .flag("--in-place", "replace the data of the store that serves, which is kept")
                .option("--at", "position", "a seq, or an instant such as 2026-11-24T13:45:00Z")
                .option("--backup", "name", "start from this backup, not from the newest possible one")
                .json();
    }

    @Override
    public String guide() {
        return """
                Without --at: restores to the end of the archived log, or with --backup that
                backup as it is. Checks everything that it will read before it creates anything.
                The folder must be new or empty, and exists only after a success. A commit is
                restored whole: with a seq inside one, --at stops at the end of the one before.

                  restore /backups/todo --to /data/todo-restored
                  restore /backups/todo --to /data/before --at 2026-11-24T13:45:00Z

                With --in-place the app runs while a copy is restored and checked; then callers
                wait for a moment, and the copy serves. Clients start over. The previous data
                stays in a folder of the data directory.

                  restore /backups/todo --in-place --at 3310
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        Backups backups = services.need(Backups.class, "backup service");
        Optional<String> to = arguments.value("--to");
        if (to.isPresent() == arguments.has("--in-place")) {
            throw new CommandUsageException("restore needs either --to DIR or --in-place");
        }
        RestoreOrder order = order(arguments, to.map(Path::of));
        TaskWatch watch = new TaskWatch(backups.restore(order), out);
        BackupReport report = watch.await(arguments.json());
        if (arguments.json()) {
            out.json(TaskWatch.json(report));
        } else {
            out.line("%s, epoch %s, seq %s; %s s."
                    .formatted(
                            to.map(folder -> TerminalText.safe(folder) + " holds backup " + report.backup())
                                    .orElse("Backup " + report.backup() + " serves"),
                            report.epoch(),
                            report.seq(),
                            watch.seconds()));
            position(order, report, out);
        }
    }

    private static void position(RestoreOrder order, BackupReport report, Output out) {
        if (report.restoredTo().isEmpty()) {
            return;
        }
        long reached = report.restoredTo().getAsLong();
        boolean inside = order.seq().isPresent() && order.seq().getAsLong() != reached;
        out.line(
                inside
                        ? "Seq %s is inside a commit: restored to seq %s, the end of the one before."
                                .formatted(order.seq().getAsLong(), reached)
                        : "Restored to seq %s of the archived log.".formatted(reached));
    }

    private static RestoreOrder order(Arguments arguments, Optional<Path> to) {
        String at = arguments.value("--at").orElse("");
        boolean seq = at.matches("\\d{1,18}");
        return new RestoreOrder(
                arguments.operand(0),
                arguments.value("--backup"),
                to,
                seq ? OptionalLong.of(Long.parseLong(at)) : OptionalLong.empty(),
                seq || at.isEmpty() ? Optional.empty() : Optional.of(instant(at)));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandUsageException("--at takes a seq or an instant such as 2026-11-24T13:45:00Z, not " + text);
        }
    }
}
