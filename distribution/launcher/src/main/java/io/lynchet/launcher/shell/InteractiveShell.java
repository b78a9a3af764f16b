// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A session at a terminal: history, editing, completion. The only class that uses JLine, so that no other command loads
 * it.
 */
final class InteractiveShell {
    private final ShellConnection connection;
    private final CliHost host;

    private InteractiveShell(ShellConnection connection, CliHost host) {
        this.connection = connection;
        this.host = host;
    }

    static int run(ShellConnection connection, Path data, CliHost host) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            InteractiveShell shell = new InteractiveShell(connection, host);
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .appName("lynchet")
                    .variable(LineReader.HISTORY_FILE, data.resolve("shell-history"))
                    .completer((lines, line, candidates) -> shell.complete(line, candidates))
                    .build();
            return shell.session(terminal, reader);
        }
    }

    private int session(Terminal terminal, LineReader reader) throws IOException {
        // Ctrl-C while a command runs ends the connection, which interrupts the other side; at the prompt it clears the
        // line.
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        while (true) {
            String line;
            try {
                line = reader.readLine("lynchet> ").strip();
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return ExitCode.OK;
            }
            if (line.equals("exit") || line.equals("quit")) {
                return ExitCode.OK;
            }
            if (!line.isEmpty()) {
                try {
                    connection.execute(line, terminal.getWidth(), host);
                } catch (ClosedChannelException e) {
                    return ExitCode.OK;
                }
            }
        }
    }

    private void interrupt() {
        try {
            connection.close();
        } catch (IOException e) {
            throw Refusal.error("cannot interrupt the command: " + e.getMessage(), e);
        }
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        try {
            connection
                    .complete(line.line().substring(0, line.cursor()))
                    .lines()
                    .map(Candidate::new)
                    .forEach(candidates::add);
        } catch (IOException e) {
            throw Refusal.error("the process no longer responds: " + e.getMessage(), e);
        }
    }
}
