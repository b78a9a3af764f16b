// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.process.ProcessControl;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import java.util.List;

/** {@code log}: sets the levels of loggers, now and for later starts. */
public final class LogCommand implements Command {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public String summary() {
        return "Sets the level of the log, now and for later starts";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "level", "logger-or-level", "[level]").json();
    }

    @Override
    public String guide() {
        return """
                The levels are trace, debug, info, warn and error. A logger is the beginning of
                names; the longest one that fits counts.

                  log level info
                  log level io.lynchet.http debug
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<String> words = arguments.operands();
        if (!words.get(0).equals("level")) {
            throw new CommandUsageException("log takes: level <level>, or level <logger> <level>");
        }
        ProcessControl control = services.need(ProcessControl.class, "launcher");
        String logger = words.size() == 3 ? words.get(1) : "";
        String level = words.get(words.size() - 1);
        control.logLevel(logger, level);
        if (arguments.json()) {
            JsonWriter to = new JsonWriter().beginObject().name("logger").value(logger);
            out.json(to.name("level").value(level).endObject());
        } else {
            out.line("The level takes effect now, and is kept for later starts.");
        }
    }
}
