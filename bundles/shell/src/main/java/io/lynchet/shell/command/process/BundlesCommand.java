// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.cli.TextTable;
import java.util.List;

/** {@code bundles}: lists the bundles of the framework, and the drop-ins that do not run, with the reasons. */
public final class BundlesCommand implements Command {
    @Override
    public String name() {
        return "bundles";
    }

    @Override
    public String summary() {
        return "Lists the bundles, their states, and drop-ins";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .flag("--drop-in", "only those from a drop-in folder")
                .json();
    }

    @Override
    public String guide() {
        return """
                A bundle should be "active"; if one is not, "why <bundle>" explains it. Below
                the list is each drop-in that does not run as its file says, with a reason.

                  bundles
                  bundles --drop-in
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        TextTable table = new TextTable()
                .number("ID")
                .whole("STATE")
                .text("BUNDLE")
                .text("VERSION")
                .number("LEVEL")
                .whole("FROM");
        for (BundleFacts bundle : services.bundles()) {
            if (!bundle.dropIn() && arguments.has("--drop-in")) {
                continue;
            }
            if (arguments.json()) {
                JsonWriter to = new JsonWriter().beginObject().name("id").value(bundle.id());
                to.name("state").value(bundle.state()).name("name").value(bundle.name());
                to.name("version").value(bundle.version());
                to.name("startLevel").value((long) bundle.startLevel());
                to.name("location").value(bundle.location());
                out.json(to.name("dropIn").value(bundle.dropIn()).endObject());
            } else {
                table.row(
                        bundle.id(),
                        bundle.state(),
                        bundle.name(),
                        bundle.version(),
                        bundle.startLevel(),
                        bundle.dropIn() ? "drop-in" : "product");
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
        tellOfFiles(arguments, out, services);
    }

    /** A quarantined file has no bundle in the framework, and so no row in the table. */
    private static void tellOfFiles(Arguments arguments, Output out, ShellServices services) {
        List<Deployment> all =
                services.find(Deployments.class).map(Deployments::list).orElseGet(List::of);
        for (Deployment file : all) {
            if (file.state() == Deployment.State.ACTIVE) {
                continue;
            }
            String state = DeploymentsCommand.state(file);
            if (arguments.json()) {
                JsonWriter to = new JsonWriter().beginObject().name("file").value(file.file());
                to.name("state").value(state).name("name").value(file.symbolicName());
                to.name("version").value(file.version()).name("dropIn").value(true);
                out.json(to.name("reason").value(file.reason()).endObject());
            } else {
                String shown = file.state() == Deployment.State.PUT_BACK ? "rolled back" : state;
                out.line(TerminalText.safe(file.file() + " is " + shown + ". " + file.reason()));
            }
        }
    }
}
