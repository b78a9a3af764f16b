// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.auth;

import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code users}: lists the accounts. */
public final class UsersCommand implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 1_000;

    @Override
    public String name() {
        return "users";
    }

    @Override
    public String summary() {
        return "Lists the accounts, newest first";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .option("--email", "address", "only the account with this address")
                .option("--limit", "n", "the newest n accounts, " + LIMIT + " by default")
                .json();
    }

    @Override
    public String guide() {
        return """
                An address with a ? is not verified. Guests have no account.

                  users
                  users --email ada@example.org
                  sessions <id>
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        Accounts accounts = services.need(Accounts.class, "feature \"auth\"");
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        Optional<String> email = arguments.value("--email");
        List<Account> found =
                email.isPresent() ? accounts.byEmail(email.get()).stream().toList() : accounts.newest(null, limit);
        TextTable table = new TextTable()
                .whole("ID")
                .text("EMAIL")
                .text("NAME")
                .text("ROLES")
                .text("SINCE");
        for (Account account : found) {
            if (arguments.json()) {
                out.json(json(account));
            } else {
                table.row(
                        account.id(),
                        address(account),
                        account.displayName() == null ? null : TerminalText.safe(account.displayName()),
                        String.join(" ", new TreeSet<>(account.roles())),
                        account.createdAt());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static String address(Account account) {
        return account.email() == null
                ? null
                : TerminalText.safe(account.email()) + (account.emailVerified() ? "" : " ?");
    }

    private static JsonWriter json(Account account) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .name("id")
                .value(account.id())
                .name("email")
                .value(account.email())
                .name("emailVerified")
                .value(account.emailVerified())
                .name("displayName")
                .value(account.displayName())
                .name("roles")
                .beginArray();
        new TreeSet<>(account.roles()).forEach(json::value);
        return json.endArray().name("createdAt").value(account.createdAt()).endObject();
    }
}
