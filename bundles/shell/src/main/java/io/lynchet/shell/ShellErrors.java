// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.json.DidYouMean;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailedException;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.OutputClosedException;
import io.lynchet.shell.cli.TerminalText;
import java.io.EOFException;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages and exit codes of failed lines. Never a stack trace: that goes to the log. */
final class ShellErrors {
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int UNAVAILABLE = 69;
    static final int UNKNOWN_COMMAND = 127;
    static final int INTERRUPTED = 130;

    private static final Logger LOG = LoggerFactory.getLogger(ShellErrors.class);

    private ShellErrors() {}

    /**
     * The outcome of a line.
     *
     * @param text empty when there is no message
     */
    record Told(int code, String text) {}

    static Told tell(Throwable failure) {
        if (failure instanceof LynchetException refused) {
            return new Told(FAILED, text(refused));
        }
        if (failure instanceof CommandUsageException usage) {
            return new Told(USAGE, usage.getMessage());
        }
        if (failure instanceof CommandFailedException answer) {
            return new Told(FAILED, answer.getMessage());
        }
        if (failure instanceof CommandNotFoundException unknown) {
            return new Told(UNKNOWN_COMMAND, unknown(unknown.getCommand()));
        }
        if (failure instanceof InterruptedException || failure instanceof OutputClosedException) {
            return new Told(INTERRUPTED, "");
        }
        if (failure instanceof EOFException) {
            return new Told(USAGE, "The line is not complete: a quote or a bracket is still open.");
        }
        if (failure instanceof IllegalArgumentException || isSyntaxError(failure)) {
            return new Told(USAGE, TerminalText.safe(String.valueOf(failure.getMessage())));
        }
        LOG.error("A command of the shell failed.", failure);
        return new Told(
                FAILED,
                "INTERNAL: " + TerminalText.safe(failure.toString()) + "\n  See the log of the process for more.");
    }

    // Not every version of the Gogo runtime exports the class, so it is known by its name.
    private static boolean isSyntaxError(Throwable failure) {
        return failure.getClass().getSimpleName().equals("SyntaxError");
    }

    private static String text(LynchetException refused) {
        StringBuilder text = new StringBuilder(refused.code().name())
                .append(": ")
                .append(TerminalText.safe(String.valueOf(refused.getMessage())));
        List<Problem> problems = refused.problems();
        for (Problem problem : problems) {
            // The only problem of an input may repeat the message; then only its path is new.
            boolean told = problems.size() == 1 && problem.message().equals(refused.getMessage());
            text.append("\n  at ").append(TerminalText.safe(problem.path()));
            if (!told) {
                text.append(": ").append(problem.code()).append(": ").append(TerminalText.safe(problem.message()));
            }
        }
        if (refused.code() == ErrorCode.INVALID_JSON) {
            text.append("\n  Is the JSON in single quotes? Gogo removes double quotes from anything else.");
        }
        if (refused.code().status() >= 500) {
            LOG.warn("A command of the shell failed.", refused);
        }
        return text.toString();
    }

    private static String unknown(String name) {
        String plain = name.startsWith("*:") ? name.substring(2) : name;
        List<String> names = Commands.ALL.stream().map(Command::name).toList();
        return "There is no command " + TerminalText.safe(plain) + DidYouMean.hint(plain, names)
                + "; \"help\" lists them.";
    }
}
