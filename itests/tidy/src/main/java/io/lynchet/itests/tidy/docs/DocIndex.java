// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A reader who begins at the index of the documentation can reach every page of it by links. */
public final class DocIndex implements Rule {
    static final String DOCS = "distribution/src/main/docs/";
    private static final String INDEX = DOCS + "README.md";

    @Override
    public String name() {
        return "doc-index";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        Set<String> reached = reachable(tree);
        return pages(tree).stream()
                .filter(page -> !reached.contains(page.path()))
                .map(page -> Breach.in(
                        page.path(),
                        0,
                        "can't be reached from " + INDEX + ": give it a line there, under the readers it is for"))
                .toList();
    }

    /** The pages that we write and those that the build makes. */
    static List<RepoFile> pages(RepoTree tree) {
        return tree.files()
                .filter(file -> file.path().startsWith(DOCS) && file.path().endsWith(".md"))
                .toList();
    }

    private static Set<String> reachable(RepoTree tree) {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(INDEX));
        while (!next.isEmpty()) {
            String path = next.pop();
            RepoFile page = tree.file(path).orElse(null);
            if (page != null && path.startsWith(DOCS) && reached.add(path)) {
                MarkdownPage.of(page).links().forEach(link -> next.push(link.path()));
            }
        }
        return reached;
    }
}
