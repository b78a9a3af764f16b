// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Problem;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A folder below bundles/ tells its one job in a README, is one bundle, and holds one package root named like it. */
public final class BundleFolder implements Rule {

    static final Set<String> PLAIN_JARS = Set.of(
            "launcher", "store-sql", "testkit", "testkit-data", "testkit-postgres", "testkit-s3", "transport-core");
    private static final int README_LEAST_CHARS = 120;

    @Override
    public String name() {
        return "bundle-folder";
    }

    @Override
    public List<Problem> check(RepoTree tree) {
        List<Problem> problems = new ArrayList<>();
        for (String bundle : tree.modules("bundles")) {
            String folder = "bundles/" + bundle;
            readme(tree, folder, problems);
            if (PLAIN_JARS.contains(bundle) == tree.has(folder + "/bnd.bnd")) {
                problems.add(Problem.in(
                        folder,
                        0,
                        PLAIN_JARS.contains(bundle)
                                ? "is a plain jar, not a bundle: remove its bnd.bnd"
                                : "has no bnd.bnd (an empty one will do), so it would not become a bundle"));
            }
            packages(tree, bundle, problems);
        }
        return problems;
    }

    private static void readme(RepoTree tree, String folder, List<Problem> problems) {
        String text = tree.file(folder + "/README.md").map(RepoFile::text).orElse("");
        if (text.strip().length() < README_LEAST_CHARS || !text.startsWith("# ")) {
            problems.add(Problem.in(
                    folder + "/README.md",
                    0,
                    "must tell, below a title, the bundle's one job, its odd decisions with their reasons, "
                            + "and its libraries with licence and reason"));
        }
    }

    private static void packages(RepoTree tree, String bundle, List<Problem> problems) {
        String root = "io/lynchet/" + bundle.replace('-', '/');
        tree.files()
                .filter(f -> f.path().matches("bundles/" + bundle + "/src/(main|test)/java/.*"))
                .filter(f -> !f.path().split("/java/", 2)[1].startsWith(root + "/"))
                .forEach(f -> problems.add(Problem.in(
                        f.path(), 0, "is outside the bundle's package root: move it below " + root.replace('/', '.'))));
    }
}
