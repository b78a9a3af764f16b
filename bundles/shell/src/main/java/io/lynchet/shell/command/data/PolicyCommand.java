// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.DataService;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.DraftReader;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Callers;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code policy explain}: why somebody may or may not do something. */
public final class PolicyCommand implements Command {
    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String summary() {
        return "Why a caller may or may not do something";
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = Syntax.of("policy explain", "Entity", "action")
                .option("--id", "row", "the stored row that it is about")
                .option("--data", "json", "the proposed values of an insert or update");
        return Callers.options(syntax, "anonymous").json();
    }

    @Override
    public String guide() {
        return """
                The action is read, insert, update or delete. What comes out is the rule, part
                by part, with what each part came to for this caller and this row. Nothing is
                written.

                  policy explain Todo read --as user:u1 --role editor
                  policy explain Todo read --id 4b8f0c6a2e9d47f1b35a7c8d9e0f1a2b3c4d5e6f
                  policy explain Todo insert --as user:u1 --data '{"title":"x"}'
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        DataService data = services.need(DataService.class, "data service");
        DataControl control = services.need(DataControl.class, "data service");
        Entity entity = data.entity(arguments.operand(0));
        Action action = action(arguments.operand(1));
        Principal caller = Callers.of(arguments, Principal.ANONYMOUS);
        String id = arguments.value("--id").orElse(null);
        Draft draft = arguments
                .value("--data")
                .map(json -> DraftReader.read(json.getBytes(StandardCharsets.UTF_8), entity, Callers.rules(caller)))
                .orElse(null);
        if (draft == null && action == Action.INSERT) {
            draft = new Draft(entity);
        }
        if (draft != null && (action == Action.READ || action == Action.DELETE)) {
            throw new UsageException("--data goes with insert and update");
        }
        Explanation explanation = control.explain(caller, action, entity, id, draft);
        if (arguments.json()) {
            out.json(json(new JsonWriter(), explanation));
            return;
        }
        out.line("As " + Screen.safe(Callers.name(caller)) + ":");
        tree(explanation, "", "", out);
    }

    private static Action action(String text) {
        List<String> known = Arrays.stream(Action.values())
                .map(a -> a.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(text)) {
            throw new UsageException("the action is one of " + String.join(", ", known) + ", not \"" + text + "\""
                    + DidYouMean.hint(text, known));
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
        String text = Screen.safe(node.expression().strip().replaceAll("\\s+", " "));
        String value = Screen.safe(node.value());
        String line = first + text + "  ->  " + value;
        if (Screen.width(line) <= cells) {
            out.line(line);
        } else {
            // The answer is what people look for, so the expression gives way.
            out.line(Screen.fit(first + text, cells));
            out.line(Screen.fit(rest + (node.parts().isEmpty() ? "  " : "│ ") + "->  " + value, cells));
        }
        for (int i = 0; i < node.parts().size(); i++) {
            boolean last = i == node.parts().size() - 1;
            tree(node.parts().get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), out);
        }
    }
}
