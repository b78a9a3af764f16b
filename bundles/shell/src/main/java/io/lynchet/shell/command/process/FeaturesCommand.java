// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code features}: lists the parts of the distribution, and which of them run. */
public final class FeaturesCommand implements Command {
    /** The list of names, one per line, written when the distribution is assembled. */
    private static final String LIST = "META-INF/lynchet/features";

    private record Feature(String name, String description, List<String> bundles) {}

    @Override
    public String name() {
        return "features";
    }

    @Override
    public String summary() {
        return "Lists the features of the distribution and their states";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name()).json();
    }

    @Override
    public String guide() {
        return """
                on       all its bundles are active
                partly   some are not active: see "bundles"
                off      it was not started
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
        Map<String, BundleFacts> bundles = services.bundles().stream()
                .collect(Collectors.toMap(BundleFacts::name, Function.identity(), (first, second) -> first));
        TextTable table = new TextTable()
                .whole("FEATURE")
                .whole("STATE")
                .number("BUNDLES")
                .text("DESCRIPTION");
        for (Feature feature : features(services)) {
            long installed =
                    feature.bundles().stream().filter(bundles::containsKey).count();
            long active = feature.bundles().stream()
                    .filter(name -> bundles.containsKey(name)
                            && bundles.get(name).state().equals("active"))
                    .count();
            String state = installed == 0 || installed < feature.bundles().size() ? "off" : "partly";
            if (active == feature.bundles().size()) {
                state = "on";
            }
            if (arguments.json()) {
                JsonWriter to = new JsonWriter().beginObject().name("name").value(feature.name());
                to.name("state").value(state).name("description").value(feature.description());
                to.name("bundles").beginArray();
                feature.bundles().forEach(to::value);
                out.json(to.endArray().endObject());
            } else {
                table.row(
                        feature.name(), state, active + "/" + feature.bundles().size(), feature.description());
            }
        }
        if (!arguments.json()) {
            out.table(table);
        }
    }

    private static List<Feature> features(ShellServices services) {
        byte[] list = services.file(LIST)
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.UNAVAILABLE,
                        "This process does not run from lynchet.jar; \"bundles\" shows what runs."));
        List<Feature> features = new ArrayList<>();
        for (String name : new String(list, StandardCharsets.UTF_8).lines().toList()) {
            services.file("features/" + name + ".json").ifPresent(text -> features.add(read(name, text)));
        }
        return features;
    }

    private static Feature read(String name, byte[] text) {
        String description = "";
        List<String> bundles = new ArrayList<>();
        if (JsonTree.read(text) instanceof JsonNode.ObjectNode feature) {
            description = text(feature.get("description"));
            if (feature.get("bundles") instanceof JsonNode.ArrayNode list) {
                for (JsonNode item : list.items()) {
                    if (item instanceof JsonNode.ObjectNode bundle) {
                        bundles.add(text(bundle.get("symbolic-name")));
                    }
                }
            }
        }
        return new Feature(name, description, bundles);
    }

    private static String text(JsonNode node) {
        return node instanceof JsonNode.StringNode string ? string.value() : "";
    }
}
