// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.RepoFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rules ask of a page in Markdown.
 *
 * @param path its own
 * @param prose its text without blocks of code
 */
record MarkdownPage(String path, String prose) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:[a-z]+:|/).*");
    private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
    // A span of code may look like a link.
    private static final Pattern SPAN = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    /**
     * A link to a file of the repository.
     *
     * @param written as the page has it
     * @param path from the root
     * @param anchor null without one
     */
    record Link(String written, String path, String anchor) {}

    static MarkdownPage of(RepoFile file) {
        return new MarkdownPage(file.path(), BLOCK.matcher(file.text()).replaceAll(""));
    }

    List<Link> links() {
        Matcher link = LINK.matcher(SPAN.matcher(prose).replaceAll(""));
        return link.results()
                .filter(found -> !ELSEWHERE.matcher(found.group(1)).matches())
                .filter(found -> !found.group(1).isEmpty() || found.group(2) != null)
                .map(found -> new Link(found.group(1), resolve(found.group(1)), found.group(2)))
                .toList();
    }

    private String resolve(String target) {
        if (target.isEmpty()) {
            return path;
        }
        String resolved =
                Path.of(path).resolveSibling(target).normalize().toString().replace('\\', '/');
        return resolved.endsWith("/") ? resolved.substring(0, resolved.length() - 1) : resolved;
    }

    /** What links may name behind {@code #}: the headings, spelled as GitHub does. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        Matcher heading = HEADING.matcher(prose);
        while (heading.find()) {
            String anchor = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }
}
