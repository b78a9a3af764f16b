// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.schema.Entity;
import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.ShellServices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The completion of the last word of a line. */
final class Completion {
    private final ShellServices services;

    Completion(ShellServices services) {
        this.services = services;
    }

    /**
     * Returns the words that the last word could become.
     *
     * @param line the line up to the cursor
     */
    List<String> of(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.stripLeading().split("\\s+", -1)));
        String last = words.remove(words.size() - 1);
        return candidates(words, last).stream()
                .filter(word -> word.startsWith(last))
                .sorted()
                .toList();
    }

    private List<String> candidates(List<String> before, String last) {
        if (before.isEmpty()) {
            return Commands.ALL.stream().map(Command::name).toList();
        }
        Optional<Command> command = Commands.ALL.stream()
                .filter(c -> c.name().equals(before.get(0)))
                .findFirst();
        if (command.isEmpty()) {
            return List.of();
        }
        CommandSyntax syntax = command.get().syntax();
        String previous = before.get(before.size() - 1);
        if (last.startsWith("-")) {
            List<String> options = new ArrayList<>(
                    syntax.options().stream().map(CommandSyntax.Option::name).toList());
            options.add("--help");
            return options;
        }
        return switch (previous) {
            case "--as" -> List.of("admin", "anonymous", "user:");
            case "--entity" -> entities();
            default -> previous.startsWith("--") ? List.of() : operand(syntax, before);
        };
    }

    private List<String> operand(CommandSyntax syntax, List<String> before) {
        List<String> fixed = Arrays.asList(syntax.command().split(" "));
        int position = before.size() - fixed.size();
        if (position < 0) {
            return List.of(fixed.get(before.size()));
        }
        if (position >= syntax.operands().size()) {
            return List.of();
        }
        return switch (syntax.operands().get(position)) {
            case "Entity", "[Entity]" -> entities();
            case "action" -> List.of("read", "insert", "update", "delete");
            case "bundle" -> services.bundles().stream().map(BundleFacts::name).toList();
            case "[command]" -> Commands.ALL.stream().map(Command::name).toList();
            case "[pid]" -> List.copyOf(services.configurations().keySet());
            default -> List.of();
        };
    }

    private List<String> entities() {
        try {
            return services.find(DataService.class)
                    .map(data -> data.app().manifest().entities().stream()
                            .map(Entity::name)
                            .toList())
                    .orElse(List.of());
        } catch (LynchetException e) {
            // No app serves yet: there is nothing to propose, and an error has no place in a line that is being typed.
            return List.of();
        }
    }
}
