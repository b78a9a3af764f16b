// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.principal.Principal;
import io.lynchet.json.row.DraftRules;
import java.util.Set;

/** The options that set the caller of a command. */
public final class CallerOptions {
    private CallerOptions() {}

    /** Adds the options that {@link #of} reads. */
    public static CommandSyntax options(CommandSyntax syntax, String otherwise) {
        return syntax.option("--as", "who", "user:<id>, anonymous or admin; " + otherwise + " by default")
                .option("--role", "name", "a role of that user; repeat it for several")
                .option("--tenant", "id", "the tenant of that user")
                .option("--email", "address", "the address of that user");
    }

    /** Returns the caller that the options describe. */
    public static Principal of(Arguments arguments, Principal otherwise) {
        String who = arguments.value("--as").orElse(null);
        boolean details = arguments.has("--role") || arguments.has("--tenant") || arguments.has("--email");
        if (who != null && who.startsWith("user:") && who.length() > "user:".length()) {
            return new Principal(
                    who.substring("user:".length()),
                    arguments.value("--email").orElse(null),
                    arguments.value("--tenant").orElse(null),
                    Set.copyOf(arguments.values("--role")),
                    false,
                    false);
        }
        if (details) {
            throw new CommandUsageException("--role, --tenant and --email describe a user: add --as user:<id>");
        }
        if (who == null) {
            return otherwise;
        }
        return switch (who) {
            case "anonymous" -> Principal.ANONYMOUS;
            case "admin" -> Principal.ADMIN;
            default -> throw new CommandUsageException("--as takes user:<id>, anonymous or admin, not \"" + who + "\"");
        };
    }

    public static DraftRules rules(Principal caller) {
        return caller.admin() ? DraftRules.ADMIN : DraftRules.CALLER;
    }

    /** Returns a name such as {@code user u1 (editor)}. */
    public static String name(Principal caller) {
        if (caller.admin()) {
            return "admin";
        }
        if (caller.userId() == null) {
            return "anonymous";
        }
        String roles = caller.roles().isEmpty()
                ? ""
                : " (" + String.join(", ", caller.roles().stream().sorted().toList()) + ")";
        return "user " + caller.userId() + roles;
    }
}
