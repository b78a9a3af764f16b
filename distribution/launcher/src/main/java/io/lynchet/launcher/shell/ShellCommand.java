// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import java.io.Console;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command {@code lynchet shell}: one command, or a session, in the process that runs on a data directory. */
public final class ShellCommand implements CliCommand {
    @Override
    public List<CommandOption> options() {
        return List.of(CommandOption.value("--data"));
    }

    @Override
    public boolean takesLine() {
        return true;
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) throws IOException {
        String given = arguments.value("--data");
        Path data = LaunchOptions.dataFolder(
                given == null ? null : Path.of(given),
                host.environment(),
                Path.of("").toAbsolutePath());
        try (ShellConnection connection = connect(data.toAbsolutePath().normalize())) {
            if (arguments.operands().isEmpty()) {
                return isTerminal() ? InteractiveShell.run(connection, data, host) : PipedShell.run(connection, host);
            }
            return connection.execute(line(arguments.operands()), columns(host), host);
        }
    }

    private static ShellConnection connect(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw Refusal.error("there is no data directory " + data
                    + ".\n  Go into the folder of the app, or name the directory: lynchet shell --data DIR");
        }
        Path socket = ShellSocket.of(data);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new ShellConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw Refusal.inUse("no process listens at " + socket + " (" + e.getMessage() + ")"
                    + ".\n  Is the app running? Start it: lynchet run " + data.getParent());
        }
    }

    /**
     * Returns the line of a command. One word is taken as a whole line ("rows Todo"). Several are quoted again where
     * the user's shell has removed quotes.
     */
    public static String line(List<String> words) {
        if (words.size() == 1) {
            return words.get(0);
        }
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quote(word));
        }
        return line.toString();
    }

    private static String quote(String word) {
        if (word.matches("[\\w./:@%+=,|*-]+")) {
            return word;
        }
        // Gogo treats nothing as special inside single quotes, not even a backslash; only the quote itself must be
        // outside.
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the terminal's width if the user's shell reports it; 0 when the output is no terminal. */
    public static int columns(CliHost host) {
        if (!isTerminal()) {
            return 0;
        }
        String columns = host.environment().get("COLUMNS");
        return columns != null && columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : 80;
    }

    /** From Java 22 on there is a console without a terminal, too. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Console.isTerminal is missing", e);
        }
    }
}
