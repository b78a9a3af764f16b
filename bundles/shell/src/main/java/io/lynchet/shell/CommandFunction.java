// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.HelpText;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;

/** One command as Gogo sees it: words in, text out. */
final class CommandFunction implements Function {
    /** The session variable with the width of the terminal. */
    static final String COLUMNS = "COLUMNS";

    private final Command command;
    private final ShellServices services;

    CommandFunction(Command command, ShellServices services) {
        this.command = command;
        this.services = services;
    }

    @Override
    public Object execute(CommandSession session, List<Object> values) throws Exception {
        List<String> words = new ArrayList<>(values.size());
        for (Object value : values) {
            words.add(word(value));
        }
        Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        PrintStream notes = process == null ? session.getConsole() : process.err();
        boolean terminal = process == null || process.isTty(1);
        Output output = new Output(out, notes, terminal ? columns(session) : 0);
        try {
            if (words.contains("--help")) {
                HelpText.of(command).forEach(output::line);
            } else {
                command.run(Arguments.of(command.syntax(), words), output, services);
            }
        } catch (CommandUsageException e) {
            throw new CommandUsageException(command.name() + ": " + e.getMessage() + ".\n  Usage: "
                    + command.syntax().usage() + "\n  More: help " + command.name());
        } finally {
            output.flush();
        }
        return null;
    }

    // Unquoted JSON is a closure, a list or a map to Gogo, which has removed its quotes and spaces already.
    private static String word(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Function || value instanceof Iterable<?> || value instanceof java.util.Map<?, ?>) {
            throw new CommandUsageException("put the JSON in single quotes, as in insert Todo '{\"title\":\"x\"}'");
        }
        return value.toString();
    }

    private static int columns(CommandSession session) {
        return session.get(COLUMNS) instanceof Integer columns ? columns : 0;
    }
}
