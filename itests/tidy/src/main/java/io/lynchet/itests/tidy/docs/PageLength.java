// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.Set;

/** A page of the documentation is about one subject, and short enough to be read. Blocks of code don't count. */
public final class PageLength implements Rule {
    private static final int WORDS_MAX = 1_500;
    /** Made from the code, to look things up in. */
    private static final Set<String> MADE = Set.of("errors.md", "configuration-keys.md");

    @Override
    public String name() {
        return "page-length";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return DocIndex.pages(tree).stream()
                .filter(page -> !MADE.contains(page.name()))
                .filter(page -> words(page) > WORDS_MAX)
                .map(page -> new Breach(
                        page.path(),
                        0,
                        words(page),
                        "has " + words(page) + " words; at most " + WORDS_MAX + " go on a page: split it by subject"))
                .toList();
    }

    private static int words(RepoFile page) {
        return MarkdownPage.of(page).prose().strip().split("\\s+").length;
    }
}
