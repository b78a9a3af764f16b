// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Problem;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Each part is built, and each bundle is named by a feature: one that is not never runs. */
public final class Parts implements Rule {

    private static final Pattern OURS = Pattern.compile("\"io\\.lynchet:lynchet-((?!feature-)[a-z0-9-]+)\"");

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public List<Problem> check(RepoTree tree) {
        List<Problem> problems = new ArrayList<>();
        String root = tree.file("pom.xml").map(RepoFile::text).orElse("");
        Set<String> modules = tree.modules("bundles");
        Set<String> named = new HashSet<>();
        tree.files().filter(f -> f.path().startsWith("features/")).forEach(f -> {
            Matcher id = OURS.matcher(f.text());
            while (id.find()) {
                named.add(id.group(1));
                if (!modules.contains(id.group(1))) {
                    problems.add(Problem.in(
                            f.path(), 0, "names lynchet-" + id.group(1) + ", which is no folder below bundles/"));
                }
            }
        });
        for (String module : modules) {
            if (!root.contains("<module>bundles/" + module + "</module>")) {
                problems.add(Problem.in("bundles/" + module, 0, "is not built: add it to the modules of the root pom"));
            }
            if (tree.has("bundles/" + module + "/bnd.bnd") && !named.contains(module)) {
                problems.add(Problem.in(
                        "bundles/" + module, 0, "never runs: name lynchet-" + module + " in one of the features"));
            }
        }
        return problems;
    }
}
