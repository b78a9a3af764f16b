// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.Problem;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Exports are opt-in, versioned, documented, and only api and json have any. */
public final class ExportedPackages implements Rule {

    private static final Pattern VERSION = Pattern.compile("@(?:[\\w.]+\\.)?Version\\(\"\\d+\\.\\d+\\.\\d+\"\\)");
    private static final Pattern EXPORT = Pattern.compile("@(?:[\\w.]+\\.)?Export\\b");

    @Override
    public String name() {
        return "exported-packages";
    }

    @Override
    public List<Problem> check(RepoTree tree) {
        List<Problem> problems = new ArrayList<>();
        Set<String> exporting = new HashSet<>();
        for (JavaSource source : tree.sources()) {
            if (source.file().name().equals("package-info.java")
                    && source.file().isProduct()) {
                packageInfo(source, exporting, problems);
            }
        }
        tree.sources().stream()
                .filter(s -> s.path().startsWith("bundles/api/src/main/"))
                .map(JavaSource::packageName)
                .distinct()
                .filter(p -> !exporting.contains(p))
                .forEach(p -> problems.add(Problem.in(
                        p,
                        0,
                        "needs a package-info.java with @Export, @Version and Javadoc, or a name with .internal")));
        return problems;
    }

    private static void packageInfo(JavaSource source, Set<String> exporting, List<Problem> problems) {
        String text = source.file().text();
        if (!EXPORT.matcher(text).find()) {
            return;
        }
        exporting.add(source.packageName());
        if (!source.path().matches("bundles/(api|json)/.*")) {
            problems.add(
                    Problem.in(source.path(), 0, "exports a package; only api and json do: put the contract into api"));
        }
        if (!VERSION.matcher(text).find()) {
            problems.add(Problem.in(source.path(), 0, "exports without a version: add @Version(\"1.0.0\")"));
        }
        if (!text.contains("/**")) {
            problems.add(Problem.in(
                    source.path(), 0, "exports without Javadoc: say what the package is for and who implements it"));
        }
    }
}
