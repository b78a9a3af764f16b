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
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Screen;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import java.util.List;
import java.util.Optional;

/** {@code why}: what keeps a bundle from running. */
public final class WhyCommand implements Command {
    @Override
    public String name() {
        return "why";
    }

    @Override
    public String summary() {
        return "Why a bundle does not run, or that it does";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name(), "bundle").json();
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
    public void run(Arguments arguments, Output out, Services services) {
        String bundle = arguments.operand(0);
        List<String> sentences = services.find(Deployments.class)
                .map(deployments -> deployments.why(bundle))
                .orElseGet(() -> withoutDeployments(bundle, services));
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
            sentences.forEach(sentence -> out.line(Screen.safe(sentence)));
        }
    }

    private static List<String> withoutDeployments(String wanted, Services services) {
        List<BundleFacts> bundles = services.bundles();
        Optional<BundleFacts> found = bundles.stream()
                .filter(b -> b.name().equals(wanted) || Long.toString(b.id()).equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            List<String> names = bundles.stream().map(BundleFacts::name).toList();
            throw new LynchetException(
                    ErrorCode.NOT_FOUND, "There is no bundle " + wanted + DidYouMean.hint(wanted, names) + ".");
        }
        BundleFacts bundle = found.get();
        return List.of(
                bundle.name() + " " + bundle.version() + " is " + bundle.state() + ".",
                "The feature \"deploy\", which could say why, is not running.");
    }
}
