// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataService;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.DraftReader;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.CallerOptions;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.CommandUsageException;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code policy explain}: shows why a caller may or may not do something. */
public final class PolicyCommand implements Command {
    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String summary() {
        return "Explains why a policy allows or denies an action";
    }

    @Override
    public CommandSyntax syntax() {
        CommandSyntax syntax = CommandSyntax.of("policy explain", "Entity", "action")
                .option("--id", "row", "the id of the stored row")
                .option("--data", "json", "the proposed values of an insert or update");
        return CallerOptions.options(syntax, "anonymous").json();
    }

    @Override
    public String guide() {
        return """
                The action is read, insert, update or delete. Shows each rule and, part by part,
                its value for this caller and this row. Nothing is written.

                  policy explain Todo read --as user:u1 --role editor
                  policy explain Todo read --id 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f
                  policy explain Todo insert --as user:u1 --data '{"title":"x"}'
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        DataService data = services.need(DataService.class, "data service");
        DataAdmin control = services.need(DataAdmin.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        Action action = action(arguments.operand(1));
        Principal caller = CallerOptions.of(arguments, Principal.ANONYMOUS);
        String id = arguments.value("--id").orElse(null);
        Draft draft = arguments
                .value("--data")
                .map(json ->
                        DraftReader.read(json.getBytes(StandardCharsets.UTF_8), entity, CallerOptions.rules(caller)))
                .orElse(null);
        if (draft == null && action == Action.INSERT) {
            draft = new Draft(entity);
        }
        if (draft != null && (action == Action.READ || action == Action.DELETE)) {
            throw new CommandUsageException("--data goes with insert and update");
        }
        Explanation explanation = control.explain(caller, action, entity, id, draft);
        if (arguments.json()) {
            out.json(json(new JsonWriter(), explanation));
            return;
        }
        out.line("As " + TerminalText.safe(CallerOptions.name(caller)) + ":");
        tree(explanation, "", "", out);
    }

    private static Action action(String text) {
        List<String> known = Arrays.stream(Action.values())
                .map(a -> a.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(text)) {
            throw new CommandUsageException("the action is one of " + String.join(", ", known) + ", not \"" + text
                    + "\"" + DidYouMean.hint(text, known));
        }
        return Action.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static JsonWriter json(JsonWriter to, Explanation node) {
        to.beginObject().name("expression").value(node.expression());
        to.name("value").value(node.value());
        to.name("parts").beginArray();
        node.parts().forEach(part -> json(to, part));
        return to.endArray().endObject();
    }

    private static void tree(Explanation node, String first, String rest, Output out) {
        int cells = out.columns() == 0 ? Integer.MAX_VALUE : out.columns();
        String text = TerminalText.safe(node.expression().strip().replaceAll("\\s+", " "));
        String value = TerminalText.safe(node.value());
        String line = first + text + "  ->  " + value;
        if (TerminalText.width(line) <= cells) {
            out.line(line);
        } else {
            // People look for the verdict, so the expression is cut.
            out.line(TerminalText.fit(first + text, cells));
            out.line(TerminalText.fit(rest + (node.parts().isEmpty() ? "  " : "│ ") + "->  " + value, cells));
        }
        for (int i = 0; i < node.parts().size(); i++) {
            boolean last = i == node.parts().size() - 1;
            tree(node.parts().get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), out);
        }
    }
}
