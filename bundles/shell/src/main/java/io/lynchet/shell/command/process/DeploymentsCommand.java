// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.List;
import java.util.Locale;

/** {@code deployments}: shows the state of the jars in the drop-in folders. */
public final class DeploymentsCommand implements Command {
    @Override
    public String name() {
        return "deployments";
    }

    @Override
    public String summary() {
        return "Lists the jars in the drop-in folders and their states";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                pending      being copied, started or checked
                active       runs
                quarantined  did not resolve, start or pass its checks
                put_back     failed, so it was rolled back: the previous version runs
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        List<Deployment> all =
                services.need(Deployments.class, "feature \"deploy\"").list();
        if (arguments.json()) {
            all.forEach(deployment -> out.json(json(deployment)));
            return;
        }
        if (all.isEmpty()) {
            out.note("Nothing was dropped in. Put a bundle into the folder deploy of the app.");
            return;
        }
        TextTable table =
                new TextTable().text("FILE").whole("STATE").text("BUNDLE").text("VERSION");
        all.forEach(d -> table.row(d.file(), state(d), d.symbolicName(), d.version()));
        out.table(table);
        for (Deployment deployment : all) {
            if (deployment.state() != Deployment.State.ACTIVE && deployment.reason() != null) {
                out.line(TerminalText.safe(deployment.file() + ": " + deployment.reason()));
            }
        }
    }

    /** Returns the state in the words of the guide. */
    static String state(Deployment deployment) {
        return deployment.state().name().toLowerCase(Locale.ROOT);
    }

    private static JsonWriter json(Deployment deployment) {
        JsonWriter to = new JsonWriter().beginObject().name("file").value(deployment.file());
        to.name("state").value(state(deployment));
        to.name("bundle").value(deployment.symbolicName());
        to.name("version").value(deployment.version());
        to.name("digest").value(deployment.digest());
        to.name("reason").value(deployment.reason());
        return to.name("since").value(deployment.since()).endObject();
    }
}
