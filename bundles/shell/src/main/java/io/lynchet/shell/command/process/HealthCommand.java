// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailure;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code health}: how the parts are. */
public final class HealthCommand implements Command {
    @Override
    public String name() {
        return "health";
    }

    @Override
    public String summary() {
        return "How each part is; fails when a needed one is down";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                Asks what /readyz asks. The exit code is 1 when a needed part is down.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        List<HealthCheck> checks = services.all(HealthCheck.class).stream()
                .sorted(Comparator.comparing(HealthCheck::name))
                .toList();
        Table table = new Table().whole("PART").whole("STATE").whole("NEEDED").text("MESSAGE");
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
            throw new CommandFailure(
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
