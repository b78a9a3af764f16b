// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code why}: shows what keeps a bundle from running. */
public final class WhyCommand implements Command {
    @Override
    public String name() {
        return "why";
    }

    @Override
    public String summary() {
        return "Explains why a bundle does not run";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name(), "bundle").json();
    }

    @Override
    public String guide() {
        return """
                The bundle is a symbolic name, an id of "bundles", or the name of a jar in the
                drop-in folder.

                  why io.lynchet.store.sqlite
                  why audit-1.2.jar
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        String bundle = arguments.operand(0);
        Optional<Deployments> deployments = services.find(Deployments.class);
        List<String> sentences =
                deployments.map(d -> d.why(bundle)).orElseGet(() -> withoutDeployments(bundle, services));
        if (sentences.isEmpty()) {
            throw unknown(bundle, services, deployments);
        }
        if (arguments.json()) {
            JsonWriter to = new JsonWriter()
                    .beginObject()
                    .name("bundle")
                    .value(bundle)
                    .name("why")
                    .beginArray();
            sentences.forEach(to::value);
            out.json(to.endArray().endObject());
        } else {
            sentences.forEach(sentence -> out.line(TerminalText.safe(sentence)));
        }
    }

    private static List<String> withoutDeployments(String wanted, ShellServices services) {
        Optional<BundleFacts> found = services.bundles().stream()
                .filter(b -> b.name().equals(wanted) || Long.toString(b.id()).equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        BundleFacts bundle = found.get();
        return List.of(
                bundle.name() + " " + bundle.version() + " is " + bundle.state() + ".",
                "The feature \"deploy\", which could explain it, is not running.");
    }

    private static LynchetException unknown(String wanted, ShellServices services, Optional<Deployments> deployments) {
        List<String> names = new ArrayList<>(
                services.bundles().stream().map(BundleFacts::name).toList());
        deployments.ifPresent(d -> d.list().forEach(deployment -> names.add(deployment.file())));
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "There is no bundle and no drop-in file " + wanted + DidYouMean.hint(wanted, names)
                        + ". Use a symbolic name, an id or a file name.");
    }
}
