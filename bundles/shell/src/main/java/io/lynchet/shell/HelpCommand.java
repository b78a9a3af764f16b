// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.HelpText;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.List;

/** {@code help}: lists the commands. */
public final class HelpCommand implements Command {
    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "Lists the commands, or explains one";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "[command]").json();
    }

    @Override
    public String guide() {
        return """
                "help rows" and "rows --help" are the same.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        if (arguments.optionalOperand(0).isPresent()) {
            HelpText.of(wanted(arguments.operand(0))).forEach(out::line);
            return;
        }
        if (arguments.json()) {
            for (Command command : Commands.ALL) {
                JsonWriter to = new JsonWriter().beginObject().name("name").value(command.name());
                to.name("usage").value(command.syntax().usage());
                out.json(to.name("summary").value(command.summary()).endObject());
            }
            return;
        }
        TextTable table = new TextTable().whole("COMMAND").text("WHAT IT DOES");
        Commands.ALL.forEach(command -> table.row(command.name(), command.summary()));
        out.table(table);
        out.line("");
        out.line("\"help rows\" explains one, with examples. --json is for scripts.");
        out.line("Put JSON in single quotes.");
        out.line("The framework's commands work as well: felix:lb, felix:start, ...");
    }

    private static Command wanted(String name) {
        List<String> names = Commands.ALL.stream().map(Command::name).toList();
        return Commands.ALL.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.NOT_FOUND, "There is no command " + name + DidYouMean.hint(name, names) + "."));
    }
}
