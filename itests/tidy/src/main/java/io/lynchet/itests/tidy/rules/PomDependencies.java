// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.Part;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parts meet in the service registry: in its pom a bundle names api and json and, outside tests, no other part. Each
 * library has one home, and versions stand in the root pom only.
 */
public final class PomDependencies implements Rule {

    // Which library may be packed in by which parts.
    private static final Map<String, Pattern> PACKED = Map.of(
            "lynchet-store-sql", Pattern.compile("store-.+"),
            "lynchet-transport-core", Pattern.compile("transport-.+"),
            "lynchet-outbound", Pattern.compile("auth-oauth|auth-jwt"),
            "lynchet-system-rows", Pattern.compile("auth|auth-.+|orgs"));
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
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        for (Part part : tree.parts()) {
            RepoFile pom = tree.file(part.folder() + "/pom.xml").orElseThrow();
            for (Pom.Dependency dependency : Pom.dependencies(pom)) {
                judge(part.name(), pom.path(), dependency, problems);
            }
        }
        return problems;
    }

    private static void judge(String module, String path, Pom.Dependency dependency, List<Breach> problems) {
        if (!dependency.version().isEmpty()) {
            problems.add(Breach.in(
                    path, 0, "gives " + dependency.artifact() + " a version: versions stand in the root pom"));
        }
        // What is test code through and through may use any part, as tests may.
        if (dependency.scope().equals("test") || module.startsWith("testkit-")) {
            return;
        }
        if (module.equals("api") && !dependency.scope().equals("provided")) {
            problems.add(Breach.in(path, 0, "has a dependency, " + dependency.artifact() + ": api stands on nothing"));
        } else if (dependency.group().equals("io.lynchet")
                && !OPEN.contains(dependency.artifact())
                && !isPackedIn(module, dependency)) {
            problems.add(Breach.in(
                    path,
                    0,
                    "depends on " + dependency.artifact()
                            + ": ask for its service by a contract in api, or use scope test in tests"));
        } else if (!HOMES.getOrDefault(dependency.group(), Set.of(module)).contains(module)) {
            problems.add(Breach.in(
                    path,
                    0,
                    "depends on " + dependency.artifact() + ", whose only home is " + HOMES.get(dependency.group())
                            + ": go through the contract that hides it"));
        }
    }

    /** What several bundles share travels inside each of them, and so is no dependency of whoever depends on them. */
    private static boolean isPackedIn(String module, Pom.Dependency dependency) {
        Pattern users = PACKED.get(dependency.artifact());
        return users != null
                && dependency.scope().equals("provided")
                && users.matcher(module).matches();
    }
}
