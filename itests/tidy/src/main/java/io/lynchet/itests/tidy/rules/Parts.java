// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.Part;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Each part is built, and each bundle is named by a feature: one that is not never runs. */
public final class Parts implements Rule {

    private static final Pattern OURS = Pattern.compile("\"io\\.lynchet:lynchet-((?!feature-)[a-z0-9-]+)\"");

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        String root = tree.file("pom.xml").map(RepoFile::text).orElse("");
        List<Part> parts = tree.parts();
        Set<String> bundles =
                parts.stream().filter(Part::isBundle).map(Part::name).collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        tree.files().filter(f -> f.path().startsWith("features/")).forEach(f -> {
            Matcher id = OURS.matcher(f.text());
            while (id.find()) {
                named.add(id.group(1));
                if (!bundles.contains(id.group(1))) {
                    problems.add(Breach.in(
                            f.path(), 0, "names lynchet-" + id.group(1) + ", which is no bundle below bundles/"));
                }
            }
        });
        for (Part part : parts) {
            if (!root.contains("<module>" + part.folder() + "</module>")) {
                problems.add(Breach.in(part.folder(), 0, "is not built: add it to the modules of the root pom"));
            }
            if (tree.has(part.folder() + "/bnd.bnd") && !named.contains(part.name())) {
                problems.add(Breach.in(
                        part.folder(), 0, "never runs: name lynchet-" + part.name() + " in one of the features"));
            }
        }
        return problems;
    }
}
