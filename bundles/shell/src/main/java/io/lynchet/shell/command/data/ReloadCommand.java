// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandFailedException;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.util.Locale;
import java.util.Set;

/** {@code reload}: loads the manifest again. */
public final class ReloadCommand implements Command {
    @Override
    public String name() {
        return "reload";
    }

    @Override
    public String summary() {
        return "Applies the changed manifest, without a restart";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .option("--accept", "label", "accept the data loss of this step; repeat it for several")
                .json();
    }

    @Override
    public String guide() {
        return """
                Reads the manifest file again. When it has errors, or a step would lose data
                that you did not accept, nothing changes. The old manifest still serves then,
                and the exit code is 1.

                  reload
                  reload --accept drop_field:Todo.rank
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        DataAdmin control = services.need(DataAdmin.class, "data service");
        ReloadReport report = control.reload(Set.copyOf(arguments.values("--accept")));
        if (arguments.json()) {
            out.json(json(report));
        } else {
            report.diagnostics().forEach(d -> out.line(TerminalText.safe(d.toString())));
            for (MigrationStep step : report.steps()) {
                String verb = report.applied() ? "applied " : "would apply ";
                out.line(verb + TerminalText.safe(step.label()) + (step.losesData() ? " (loses data)" : ""));
            }
        }
        if (!report.applied()) {
            throw new CommandFailedException("The manifest was refused; the old one still serves.");
        }
        if (!arguments.json()) {
            out.line("The manifest serves.");
        }
    }

    private static JsonWriter json(ReloadReport report) {
        JsonWriter to = new JsonWriter().beginObject().name("applied").value(report.applied());
        to.name("diagnostics").beginArray();
        for (Diagnostic diagnostic : report.diagnostics()) {
            to.beginObject();
            to.name("severity").value(diagnostic.severity().name().toLowerCase(Locale.ROOT));
            to.name("code").value(diagnostic.code()).name("message").value(diagnostic.message());
            to.name("hint").value(diagnostic.hint());
            if (diagnostic.position() != null) {
                to.name("file").value(diagnostic.position().file());
                to.name("line").value((long) diagnostic.position().line());
                to.name("column").value((long) diagnostic.position().column());
            }
            to.endObject();
        }
        to.endArray().name("steps").beginArray();
        for (MigrationStep step : report.steps()) {
            to.beginObject().name("label").value(step.label());
            to.name("losesData").value(step.losesData()).endObject();
        }
        return to.endArray().endObject();
    }
}
