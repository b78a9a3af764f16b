// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lynchet.api.Diagnostic;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.manifest.ManifestReading;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.policy.RoomPolicies;
import io.lynchet.api.schema.Schema;
import io.lynchet.launcher.cli.AppFolder;
import io.lynchet.launcher.cli.CliCommand;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.CommandLine;
import io.lynchet.launcher.cli.CommandOption;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.TemporaryFolder;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.framework.Readiness;
import io.lynchet.launcher.framework.ServiceLookup;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.PackedJar;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command {@code lynchet check}: it reads an app's manifest and policies as {@code run} would, and opens no data.
 */
final class CheckCommand implements CliCommand {
    private static final int WAIT_MILLIS = 10_000;

    @Override
    public List<CommandOption> options() {
        return List.of(CommandOption.flag("--json"));
    }

    @Override
    public int execute(CommandLine arguments, CliHost host) throws IOException, InterruptedException {
        AppFolder app = AppFolder.at(Path.of(arguments.operand("the folder of an app")));
        List<Diagnostic> found = new ArrayList<>();
        Manifest manifest = read(app, found);
        boolean good = manifest != null && found.stream().noneMatch(one -> one.severity() == Diagnostic.Severity.ERROR);
        if (arguments.has("--json")) {
            host.out().println(json(good, found));
        } else {
            found.forEach(host.out()::println);
            host.out().println(summary(app, manifest, found));
        }
        return good ? ExitCode.OK : ExitCode.ERROR;
    }

    /** Returns the manifest, or null when it has errors; adds all diagnostics. */
    private static Manifest read(AppFolder app, List<Diagnostic> found) throws IOException, InterruptedException {
        Map<String, String> properties = Map.of(
                "lynchet.app", app.folder().toString(),
                "lynchet.manifest", app.manifest().toString(),
                "lynchet.dev", "false");
        try (PackedJar jar = PackedJar.open();
                TemporaryFolder scratch = TemporaryFolder.make()) {
            List<Feature> features = List.of(jar.feature("check"));
            try (Kernel kernel = Kernel.start(jar, features, Map.of(), properties, scratch.path())) {
                new Readiness(kernel.context(), features).await(WAIT_MILLIS);
                ManifestReading reading =
                        ServiceLookup.get(kernel.context(), Manifests.class).read();
                found.addAll(reading.diagnostics());
                Manifest manifest = reading.manifest().orElse(null);
                if (manifest != null) {
                    PolicyEngine engine = ServiceLookup.get(kernel.context(), PolicyEngine.class);
                    Schema schema = new Schema(manifest.entities());
                    found.addAll(engine.compile(schema, manifest.policies()).diagnostics());
                    found.addAll(RoomPolicies.compile(engine, schema, manifest.rooms())
                            .diagnostics());
                }
                return manifest;
            }
        }
    }

    private static String summary(AppFolder app, Manifest manifest, List<Diagnostic> found) {
        long errors = count(found, Diagnostic.Severity.ERROR);
        long warnings = count(found, Diagnostic.Severity.WARNING);
        String beside = warnings == 0 ? "" : ", " + number(warnings, "warning");
        if (manifest == null || errors > 0) {
            return app.manifest() + " is not valid: " + number(errors, "error") + beside + ".";
        }
        return "%s is valid: %s %s, %s, %s%s."
                .formatted(
                        app.manifest(),
                        manifest.name(),
                        manifest.version(),
                        number(manifest.entities().size(), "entity", "entities"),
                        number(manifest.policies().size(), "policy", "policies"),
                        beside);
    }

    private static long count(List<Diagnostic> found, Diagnostic.Severity severity) {
        return found.stream().filter(one -> one.severity() == severity).count();
    }

    private static String number(long count, String one) {
        return number(count, one, one + "s");
    }

    private static String number(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private static String json(boolean good, List<Diagnostic> found) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeBooleanField("valid", good);
            out.writeArrayFieldStart("diagnostics");
            for (Diagnostic one : found) {
                out.writeStartObject();
                out.writeStringField("severity", one.severity().name().toLowerCase(java.util.Locale.ROOT));
                out.writeStringField("code", one.code());
                out.writeStringField("message", one.message());
                if (one.position() != null) {
                    out.writeStringField("file", one.position().file());
                    out.writeNumberField("line", one.position().line());
                    out.writeNumberField("column", one.position().column());
                }
                if (one.hint() != null) {
                    out.writeStringField("hint", one.hint());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
