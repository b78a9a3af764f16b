// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The changelog is read by users: what comes next first, and under the same three headings each time. */
public final class ChangelogForm implements Rule {

    private static final String PATH = "CHANGELOG.md";
    private static final List<String> HEADINGS = List.of("### Safety and performance", "### Features", "### Internals");
    private static final Pattern RELEASE = Pattern.compile("## \\d+\\.\\d+\\.\\d+ - \\d{4}-\\d\\d-\\d\\d");

    @Override
    public String name() {
        return "changelog-form";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.file(PATH)
                .map(f -> problems(f.text().lines().toList()))
                .orElse(List.of(Breach.in(PATH, 0, "is missing")));
    }

    private static List<Breach> problems(List<String> lines) {
        List<Breach> problems = new ArrayList<>();
        List<String> sections = lines.stream().filter(l -> l.startsWith("## ")).toList();
        if (sections.isEmpty() || !sections.get(0).equals("## Unreleased")) {
            problems.add(Breach.in(PATH, 0, "must have \"## Unreleased\" as its first section"));
        }
        sections.stream()
                .skip(1)
                .filter(s -> !RELEASE.matcher(s).matches())
                .forEach(s -> problems.add(
                        Breach.in(PATH, lines.indexOf(s) + 1, "a release is headed \"## 1.2.3 - 2026-01-31\"")));
        List<String> unreleased = lines.stream()
                .dropWhile(l -> !l.equals("## Unreleased"))
                .skip(1)
                .takeWhile(l -> !l.startsWith("## "))
                .filter(l -> l.startsWith("### "))
                .toList();
        if (!unreleased.equals(HEADINGS)) {
            problems.add(Breach.in(PATH, 0, "wants under Unreleased exactly, and in this order: " + HEADINGS));
        }
        return problems;
    }
}
