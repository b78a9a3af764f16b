// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.Part;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import io.lynchet.itests.tidy.rules.Pom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The architecture page lists every part in the words of its own pom, however the page orders them. */
public final class PartTable implements Rule {
    private static final String PAGE = DocIndex.DOCS + "architecture.md";
    private static final String SECTION = "## Parts";

    @Override
    public String name() {
        return "part-table";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        Set<String> expected = tree.parts().stream()
                .map(part -> line(tree, part))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> found = tree.file(PAGE).map(PartTable::lines).orElse(Set.of());
        List<Breach> problems = new ArrayList<>();
        expected.stream()
                .filter(line -> !found.contains(line))
                .forEach(line -> problems.add(Breach.in(
                        PAGE, 0, "lacks a part, or has other words for it than its pom; paste under Parts: " + line)));
        found.stream()
                .filter(line -> !expected.contains(line))
                .forEach(line -> problems.add(Breach.in(
                        PAGE, 0, "lists what no pom says; mend the <description> of that part, or remove: " + line)));
        return problems;
    }

    private static String line(RepoTree tree, Part part) {
        String description =
                tree.file(part.folder() + "/pom.xml").map(Pom::description).orElse("");
        return "| `" + part.folder() + "` | " + description + " |";
    }

    /** The rows below the heading, without the heads of tables. */
    private static Set<String> lines(RepoFile page) {
        String text = page.text();
        int begin = text.indexOf("\n" + SECTION + "\n");
        if (begin < 0) {
            return Set.of();
        }
        int end = text.indexOf("\n## ", begin + SECTION.length());
        return text.substring(begin, end < 0 ? text.length() : end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
