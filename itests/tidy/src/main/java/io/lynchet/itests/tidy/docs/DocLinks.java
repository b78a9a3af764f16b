// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A link between our own pages must lead somewhere, and so must its anchor. */
public final class DocLinks implements Rule {

    @Override
    public String name() {
        return "doc-links";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        Map<String, Set<String>> anchors = new HashMap<>();
        tree.files().filter(f -> f.path().endsWith(".md")).forEach(f -> find(tree, f, anchors, problems));
        return problems;
    }

    private static void find(RepoTree tree, RepoFile file, Map<String, Set<String>> anchors, List<Breach> problems) {
        for (MarkdownPage.Link link : MarkdownPage.of(file).links()) {
            if (!tree.has(link.path())) {
                problems.add(Breach.in(
                        file.path(), 0, "links to " + link.written() + ", which is not there: mend the link"));
            } else if (link.anchor() != null && link.path().endsWith(".md")) {
                Set<String> there = anchors.computeIfAbsent(
                        link.path(),
                        path -> MarkdownPage.of(tree.file(path).orElseThrow()).anchors());
                if (!there.contains(link.anchor())) {
                    problems.add(Breach.in(
                            file.path(),
                            0,
                            "links to " + link.written() + "#" + link.anchor()
                                    + ", but the page has no such heading: mend the anchor"));
                }
            }
        }
    }
}
