// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailedException;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code health}: shows the health of the parts. */
public final class HealthCommand implements Command {
    @Override
    public String name() {
        return "health";
    }

    @Override
    public String summary() {
        return "Shows the health checks; fails when a needed one is down";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                Runs the checks of /readyz. The exit code is 1 when a needed one is down.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<HealthCheck> checks = services.all(HealthCheck.class).stream()
                .sorted(Comparator.comparing(HealthCheck::name))
                .toList();
        TextTable table =
                new TextTable().whole("PART").whole("STATE").whole("NEEDED").text("MESSAGE");
        int down = 0;
        for (HealthCheck check : checks) {
            Health health = ask(check);
            String state = health.state().name().toLowerCase(Locale.ROOT);
            if (check.needed() && health.state() == Health.State.DOWN) {
                down++;
            }
            if (arguments.json()) {
                JsonWriter to = new JsonWriter().beginObject().name("name").value(check.name());
                to.name("state").value(state).name("needed").value(check.needed());
                out.json(to.name("message").value(health.message()).endObject());
            } else {
                table.row(check.name(), state, check.needed() ? "yes" : "no", health.message());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
        if (down > 0) {
            throw new CommandFailedException(
                    "Not ready: " + down + " needed " + (down == 1 ? "part is" : "parts are") + " down.");
        }
    }

    private static Health ask(HealthCheck check) {
        try {
            return check.check();
        } catch (RuntimeException e) {
            return Health.down("The check failed: " + e);
        }
    }
}
