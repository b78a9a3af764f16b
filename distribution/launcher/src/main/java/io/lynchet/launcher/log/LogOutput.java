// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;

/** The output of the log: standard error unless there is a file, one line an event. */
public final class LogOutput {
    private static final String PRINTED = "io.lynchet.launcher.printed";
    private static final String LAUNCHER = "io.lynchet.launcher";

    private static volatile LineFormat format = LineFormat.TEXT;
    private static volatile LogFile file;
    /** The stream from before Gogo replaced it by its own, which goes to the user of the shell. */
    private static volatile PrintStream target = System.err;

    private LogOutput() {}

    /**
     * Sets form and output of later events. With {@link LineFormat#JSON} output of libraries becomes an event, too, so
     * that every line is JSON.
     *
     * @param to a file, or null for standard error
     */
    public static void configure(LineFormat as, LogFile to) {
        LogFile before = file;
        format = as;
        file = to;
        if (as == LineFormat.JSON) {
            System.setErr(printed(Level.WARN));
            System.setOut(printed(Level.INFO));
        }
        if (before != null && before != to) {
            before.close();
        }
    }

    private static PrintStream printed(Level level) {
        return new PrintStream(new PrintedLines(level, PRINTED), true, StandardCharsets.UTF_8);
    }

    /** Prints a message for a person on a stream; with {@link LineFormat#JSON} it is an event like the others. */
    public static void say(PrintStream stream, Level level, String text) {
        if (format == LineFormat.JSON) {
            stream.print(format.line(LogEntry.of(level, LAUNCHER, text)));
        } else {
            stream.println(text);
        }
    }

    static void write(LogEntry entry) {
        String line = format.line(entry);
        LogFile now = file;
        if (now == null || !now.write(line)) {
            // One call, so that lines of several threads do not mix.
            target.print(line);
        }
    }

    static void target(PrintStream stream) {
        target = stream;
    }
}
