// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.framework.DataDirectory;
import io.lynchet.launcher.shell.ShellCommand;
import io.lynchet.launcher.shell.ShellConnection;
import io.lynchet.launcher.shell.ShellSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands {@code lynchet backup}, {@code backups}, {@code verify} and {@code restore}: those of the shell with
 * these names. The process that runs on the data directory takes a backup. Without one, and for the other commands,
 * this command starts a small framework with a shell and the backup bundles.
 */
final class BackupToolCommand implements CliCommand {
    private final String name;

    /** @param name of the command of the shell */
    BackupToolCommand(String name) {
        this.name = name;
    }

    @Override
    public List<CommandOption> options() {
        CommandOption json = CommandOption.flag("--json");
        CommandOption set = CommandOption.value("--set");
        return switch (name) {
            case "backup" -> List.of(CommandOption.value("--data"), set, json);
            case "verify" -> List.of(CommandOption.value("--backup"), CommandOption.value("--scratch"), set, json);
            case "restore" ->
                List.of(
                        CommandOption.value("--to"),
                        CommandOption.value("--at"),
                        CommandOption.value("--backup"),
                        set,
                        json);
            default -> List.of(set, json);
        };
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) throws IOException, InterruptedException {
        ToolLocation place =
                new ToolLocation(arguments.operand("the location of the backups"), arguments.values("--set"));
        // A folder relative to this process, since the other one may have another working directory; other locations as
        // they are.
        List<String> line =
                new ArrayList<>(List.of(name, place.hasScheme() ? place.location() : absolute(place.location())));
        for (String option : List.of("--at", "--backup")) {
            if (arguments.value(option) != null) {
                line.addAll(List.of(option, arguments.value(option)));
            }
        }
        if (arguments.has("--json")) {
            line.add("--json");
        }
        if (name.equals("backup")) {
            return backup(arguments, place, line, host);
        }
        if (name.equals("restore")) {
            if (arguments.value("--to") == null) {
                throw Refusal.usage("restore needs --to DIR.\n  See: lynchet restore --help");
            }
            line.addAll(List.of("--to", absolute(arguments.value("--to"))));
        }
        String scratch = arguments.value("--scratch");
        return BackupTool.run(ShellCommand.line(line), place, scratch == null ? null : Path.of(scratch), host);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static int backup(CommandLine arguments, ToolLocation place, List<String> line, CliHost host)
            throws IOException, InterruptedException {
        String given = arguments.value("--data");
        Path data = LaunchOptions.dataFolder(
                        given == null ? null : Path.of(given),
                        host.environment(),
                        Path.of("").toAbsolutePath())
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(data)) {
            throw Refusal.error("there is no data directory " + data
                    + ".\n  Go into the folder of the app, or name the directory: --data DIR");
        }
        SocketChannel running = running(data);
        if (running != null) {
            if (!place.assignments().isEmpty()) {
                running.close();
                throw Refusal.usage("a process runs on " + data + " and takes the backup with its own configuration."
                        + "\n  Leave --set out, and configure that process.");
            }
            try (ShellConnection connection = new ShellConnection(running)) {
                return connection.execute(ShellCommand.line(line), ShellCommand.columns(host), host);
            }
        }
        // Held, so that no process starts on it meanwhile.
        try (DataDirectory held = DataDirectory.open(data)) {
            line.addAll(List.of("--data", held.path().toString()));
            return BackupTool.run(ShellCommand.line(line), place, null, host);
        }
    }

    /** Returns the connection to the process that runs on the directory, or null when there is none. */
    private static SocketChannel running(Path data) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(ShellSocket.of(data)));
            return channel;
        } catch (IOException nobody) {
            channel.close();
            return null;
        }
    }
}
