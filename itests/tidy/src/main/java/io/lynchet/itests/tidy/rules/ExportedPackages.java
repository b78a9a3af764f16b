// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exports are opt-in, versioned, documented, and only api and json have any. Until the first release all packages have
 * one version; from then on the baseline check says which version a changed package takes, and that part goes.
 */
public final class ExportedPackages implements Rule {

    private static final String UNRELEASED = "0.1.0";
    private static final Pattern VERSION = Pattern.compile("@(?:[\\w.]+\\.)?Version\\(\"([\\d.]+)\"\\)");
    private static final Pattern EXPORT = Pattern.compile("@(?:[\\w.]+\\.)?Export\\b");

    @Override
    public String name() {
        return "exported-packages";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
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
                .forEach(p -> problems.add(Breach.in(
                        p,
                        0,
                        "needs a package-info.java with @Export, @Version and Javadoc, or a name with .internal")));
        return problems;
    }

    private static void packageInfo(JavaSource source, Set<String> exporting, List<Breach> problems) {
        String text = source.file().text();
        if (!EXPORT.matcher(text).find()) {
            return;
        }
        exporting.add(source.packageName());
        if (!source.path().matches("bundles/(api|json)/.*")) {
            problems.add(
                    Breach.in(source.path(), 0, "exports a package; only api and json do: put the contract into api"));
        }
        Matcher version = VERSION.matcher(text);
        if (!version.find()) {
            problems.add(
                    Breach.in(source.path(), 0, "exports without a version: add @Version(\"" + UNRELEASED + "\")"));
        } else if (!version.group(1).equals(UNRELEASED)) {
            problems.add(Breach.in(
                    source.path(),
                    0,
                    "has the version " + version.group(1) + "; before the first release it is " + UNRELEASED));
        }
        if (!text.contains("/**")) {
            problems.add(Breach.in(
                    source.path(), 0, "exports without Javadoc: say what the package is for and who implements it"));
        }
    }
}
