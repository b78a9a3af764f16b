// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.json.DidYouMean;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailure;
import io.lynchet.shell.cli.OutputClosed;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.UsageException;
import io.lynchet.shell.command.Commands;
import java.io.EOFException;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people read when a line fails, and with which code it ends. Never a stack trace: that goes to the log. */
final class ShellErrors {
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int UNAVAILABLE = 69;
    static final int UNKNOWN_COMMAND = 127;
    static final int INTERRUPTED = 130;

    private static final Logger LOG = LoggerFactory.getLogger(ShellErrors.class);

    private ShellErrors() {}

    /** @param text empty when there is nothing to say */
    record Told(int code, String text) {}

    static Told tell(Throwable failure) {
        if (failure instanceof LynchetException refused) {
            return new Told(FAILED, text(refused));
        }
        if (failure instanceof UsageException usage) {
            return new Told(USAGE, usage.getMessage());
        }
        if (failure instanceof CommandFailure answer) {
            return new Told(FAILED, answer.getMessage());
        }
        if (failure instanceof CommandNotFoundException unknown) {
            return new Told(UNKNOWN_COMMAND, unknown(unknown.getCommand()));
        }
        if (failure instanceof InterruptedException || failure instanceof OutputClosed) {
            return new Told(INTERRUPTED, "");
        }
        if (failure instanceof EOFException) {
            return new Told(USAGE, "The line is not complete: a quote or a bracket is still open.");
        }
        if (failure instanceof IllegalArgumentException || isSyntaxError(failure)) {
            return new Told(USAGE, Screen.safe(String.valueOf(failure.getMessage())));
        }
        LOG.error("A command of the shell failed.", failure);
        return new Told(
                FAILED, "INTERNAL: " + Screen.safe(failure.toString()) + "\n  The log of the process tells more.");
    }

    // The class is not exported by every version of the Gogo runtime, so it is known by its name.
    private static boolean isSyntaxError(Throwable failure) {
        return failure.getClass().getSimpleName().equals("SyntaxError");
    }

    private static String text(LynchetException refused) {
        StringBuilder text = new StringBuilder(refused.code().name())
                .append(": ")
                .append(Screen.safe(String.valueOf(refused.getMessage())));
        List<Problem> problems = refused.problems();
        for (Problem problem : problems) {
            // The only problem of an input is the message itself; then just its place is news.
            boolean told = problems.size() == 1 && problem.message().equals(refused.getMessage());
            text.append("\n  at ").append(Screen.safe(problem.path()));
            if (!told) {
                text.append(": ").append(problem.code()).append(": ").append(Screen.safe(problem.message()));
            }
        }
        if (refused.code() == ErrorCode.INVALID_JSON) {
            text.append("\n  Is the JSON in single quotes? Gogo takes double quotes out of anything else.");
        }
        if (refused.code().status() >= 500) {
            LOG.warn("A command of the shell failed.", refused);
        }
        return text.toString();
    }

    private static String unknown(String name) {
        String plain = name.startsWith("*:") ? name.substring(2) : name;
        List<String> names = Commands.ALL.stream().map(Command::name).toList();
        return "There is no command " + Screen.safe(plain) + DidYouMean.hint(plain, names) + "; \"help\" lists them.";
    }
}
