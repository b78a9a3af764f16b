// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.Action;
import io.lynchet.api.principal.Principal;
import io.lynchet.policy.syntax.Parser;
import io.lynchet.policy.syntax.SyntaxException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class GoldenTest {
    private final World world = new World();

    @TestFactory
    Stream<DynamicTest> parse_goldenFiles_giveTheseTrees() throws IOException {
        return Golden.cases("parsing.txt", text -> {
            try {
                return Printing.tree(Parser.parse(text));
            } catch (SyntaxException e) {
                return e.finding().toString();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> compile_badExpressions_giveTheseDiagnostics() throws IOException {
        return Golden.cases("errors.txt", text -> diagnoses(text, "Todo", null));
    }

    @TestFactory
    Stream<DynamicTest> compile_badActionRules_giveTheseDiagnostics() throws IOException {
        return Golden.cases("action-errors.txt", text -> diagnoses(text, null, "closeTodo"));
    }

    private String diagnoses(String text, String entity, String operation) {
        SourcePosition start = new SourcePosition("manifest.json", 1, 1);
        PolicyRule rule =
                new PolicyRule("p", entity, operation, Map.of(Slot.ALLOW, new PolicyRule.Expression(text, start)));
        List<Diagnostic> diagnostics =
                world.engine.compile(World.SCHEMA, List.of(rule)).diagnostics();
        return diagnostics.isEmpty()
                ? "fine"
                : diagnostics.stream().map(each -> caret(text, each)).collect(Collectors.joining("\n"));
    }

    private static String caret(String text, Diagnostic diagnostic) {
        String[] words = diagnostic.message().split("character ", 2)[1].split(":", 2);
        return text + "\n" + " ".repeat(Integer.parseInt(words[0]) - 1) + "^\n" + diagnostic;
    }

    /** The input's first line is the action, the caller and the caller's roles; the second is the expression. */
    @TestFactory
    Stream<DynamicTest> filter_goldenFiles_giveTheseFilters() throws IOException {
        return Golden.cases("filters.txt", input -> {
            String[] lines = input.split("\n", 2);
            String[] words = lines[0].split(" ");
            Principal caller = words[1].equals("anonymous")
                    ? Principal.ANONYMOUS
                    : new Principal(
                            words[1],
                            null,
                            null,
                            Set.of(words).stream()
                                    .filter(word -> word.startsWith("role:"))
                                    .map(word -> word.substring(5))
                                    .collect(Collectors.toSet()),
                            false,
                            false);
            return Printing.filter(
                    world.rule(Action.valueOf(words[0]), lines[1]).filter(World.as(caller)));
        });
    }
}
