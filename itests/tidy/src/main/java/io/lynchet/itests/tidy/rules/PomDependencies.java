// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Problem;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts meet in the service registry: in its pom a bundle names api and json and, outside tests, no other part. Each
 * library has one home, and versions stand in the root pom only.
 */
public final class PomDependencies implements Rule {

    private static final Set<String> OPEN = Set.of("lynchet-api", "lynchet-json");
    // Which group may be used, outside tests, by which module. Groups that are not named here are free to all.
    private static final Map<String, Set<String>> HOMES = Map.of(
            // The launcher reads its files before there is any bundle.
            "com.fasterxml.jackson.core", Set.of("json", "launcher"),
            "org.eclipse.jetty", Set.of("transport-jetty"),
            "org.eclipse.jetty.websocket", Set.of("transport-jetty"),
            "io.netty", Set.of("transport-netty"),
            "org.xerial", Set.of("store-sqlite"),
            "org.postgresql", Set.of("store-postgres"),
            "org.apache.felix", Set.of("shell", "launcher"),
            "org.junit.jupiter", Set.of("testkit"),
            "org.assertj", Set.of("testkit"),
            "net.jqwik", Set.of("testkit"));

    @Override
    public String name() {
        return "pom-dependencies";
    }

    @Override
    public List<Problem> check(RepoTree tree) {
        List<Problem> problems = new ArrayList<>();
        for (String module : tree.modules("bundles")) {
            RepoFile pom = tree.file("bundles/" + module + "/pom.xml").orElseThrow();
            for (Pom.Dependency dependency : Pom.dependencies(pom)) {
                judge(module, pom.path(), dependency, problems);
            }
        }
        return problems;
    }

    private static void judge(String module, String path, Pom.Dependency dependency, List<Problem> problems) {
        if (!dependency.version().isEmpty()) {
            problems.add(Problem.in(
                    path, 0, "gives " + dependency.artifact() + " a version: versions stand in the root pom"));
        }
        // What is test code through and through may use any part, as tests may.
        if (dependency.scope().equals("test") || module.startsWith("testkit-")) {
            return;
        }
        if (module.equals("api") && !dependency.scope().equals("provided")) {
            problems.add(Problem.in(path, 0, "has a dependency, " + dependency.artifact() + ": api stands on nothing"));
        } else if (dependency.group().equals("io.lynchet")
                && !OPEN.contains(dependency.artifact())
                && !isPackedIn(module, dependency)) {
            problems.add(Problem.in(
                    path,
                    0,
                    "depends on " + dependency.artifact()
                            + ": ask for its service by a contract in api, or use scope test in tests"));
        } else if (!HOMES.getOrDefault(dependency.group(), Set.of(module)).contains(module)) {
            problems.add(Problem.in(
                    path,
                    0,
                    "depends on " + dependency.artifact() + ", whose only home is " + HOMES.get(dependency.group())
                            + ": go through the contract that hides it"));
        }
    }

    /** What providers of a kind share travels inside each of them, and so is no dependency of whoever depends on them. */
    private static boolean isPackedIn(String module, Pom.Dependency dependency) {
        String shared = dependency.artifact();
        return dependency.scope().equals("provided")
                && (module.startsWith("store-") && shared.equals("lynchet-store-sql")
                        || module.startsWith("transport-") && shared.equals("lynchet-transport-core"));
    }
}
