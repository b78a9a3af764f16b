// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The top level is a map of the house; a new entry there needs a better reason than having no other place. */
public final class TopLevel implements Rule {

    private static final Set<String> TOP = new TreeSet<>(List.of(
            "pom.xml",
            "bundles",
            "features",
            "distribution",
            "itests",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md"));

    @Override
    public String name() {
        return "layout";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        for (String wanted : TOP) {
            if (!tree.has(wanted)) {
                problems.add(Breach.in(wanted, 0, "is missing at the top level"));
            }
        }
        tree.files()
                .map(f -> f.path().split("/", 2)[0])
                .distinct()
                .filter(top -> !top.startsWith(".") && !TOP.contains(top))
                .forEach(top -> problems.add(Breach.in(
                        top,
                        0,
                        "does not belong at the top level: documentation goes to distribution/src/main/docs, "
                                + "benchmarks to itests/bench, scripts to the module that uses them")));
        return problems;
    }
}
