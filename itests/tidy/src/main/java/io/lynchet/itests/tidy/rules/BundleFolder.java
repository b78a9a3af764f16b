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

/**
 * A part tells its one job in a README, and holds one package root named like it. Those right below bundles/ are
 * bundles, no others.
 */
public final class BundleFolder implements Rule {

    private static final int README_LEAST_CHARS = 120;

    @Override
    public String name() {
        return "bundle-folder";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        for (Part part : tree.parts()) {
            readme(tree, part.folder(), problems);
            if (part.isBundle() != tree.has(part.folder() + "/bnd.bnd")) {
                problems.add(Breach.in(
                        part.folder(),
                        0,
                        part.isBundle()
                                ? "has no bnd.bnd (an empty one will do), so it would not become a bundle;"
                                        + " a library that bundles pack in belongs to bundles/libraries"
                                : "is no place for a bundle: move it to bundles/, or remove its bnd.bnd"));
            }
            packages(tree, part, problems);
        }
        return problems;
    }

    private static void readme(RepoTree tree, String folder, List<Breach> problems) {
        String text = tree.file(folder + "/README.md").map(RepoFile::text).orElse("");
        if (text.strip().length() < README_LEAST_CHARS || !text.startsWith("# ")) {
            problems.add(Breach.in(
                    folder + "/README.md",
                    0,
                    "must tell, below a title, the bundle's one job, its odd decisions with their reasons, "
                            + "and its libraries with licence and reason"));
        }
    }

    private static void packages(RepoTree tree, Part part, List<Breach> problems) {
        String root = part.packageName().replace('.', '/');
        tree.files()
                .filter(f -> f.path().matches(part.folder() + "/src/(main|test)/java/.*"))
                .filter(f -> !f.path().split("/java/", 2)[1].startsWith(root + "/"))
                .forEach(f -> problems.add(Breach.in(
                        f.path(), 0, "is outside the part's package root: move it below " + root.replace('/', '.'))));
    }
}
