// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code lynchet backup}, {@code backups}, {@code verify} and {@code restore}: the commands of the shell with these names. A backup is taken by the process that runs
 * on the data directory; when none does, and for the others, a process of their own is made, which has nothing but a shell and what it takes.
 */
final class BackupToolCommand implements Command {
    private final String name;

    /** @param name of the command of the shell */
    BackupToolCommand(String name) {
        this.name = name;
    }

    @Override
    public List<Option> options() {
        Option json = Option.flag("--json");
        Option set = Option.value("--set");
        return switch (name) {
            case "backup" -> List.of(Option.value("--data"), set, json);
            case "verify" -> List.of(Option.value("--backup"), Option.value("--scratch"), set, json);
            case "restore" -> List.of(Option.value("--to"), Option.value("--at"), Option.value("--backup"), set, json);
            default -> List.of(set, json);
        };
    }

    @Override
    public int execute(Arguments arguments, Host host) throws IOException, InterruptedException {
        ToolPlace place = new ToolPlace(arguments.operand("the place of the backups"), arguments.values("--set"));
        // A folder as seen from here, since the process may have another working directory; other locations as they
        // are.
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

    private static int backup(Arguments arguments, ToolPlace place, List<String> line, Host host)
            throws IOException, InterruptedException {
        String given = arguments.value("--data");
        Path data = Launch.dataFolder(
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
        // Held, so that nobody starts on it meanwhile.
        try (DataDirectory held = DataDirectory.open(data)) {
            line.addAll(List.of("--data", held.path().toString()));
            return BackupTool.run(ShellCommand.line(line), place, null, host);
        }
    }

    /** The way to the process that runs on the directory, or null when none does. */
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
