// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Problem;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A link between our own pages must lead somewhere. */
public final class DocLinks implements Rule {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:[a-z]+:|/).*");
    // Code may look like a link; blocks and spans of code are left out.
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    @Override
    public String name() {
        return "doc-links";
    }

    @Override
    public List<Problem> check(RepoTree tree) {
        List<Problem> problems = new ArrayList<>();
        tree.files().filter(f -> f.path().endsWith(".md")).forEach(f -> find(tree, f, problems));
        return problems;
    }

    private static void find(RepoTree tree, RepoFile file, List<Problem> problems) {
        Matcher link = LINK.matcher(CODE.matcher(file.text()).replaceAll(""));
        while (link.find()) {
            String target = link.group(1);
            if (!ELSEWHERE.matcher(target).matches() && !tree.has(resolve(file.path(), target))) {
                problems.add(Problem.in(file.path(), 0, "links to " + target + ", which is not there: mend the link"));
            }
        }
    }

    private static String resolve(String from, String target) {
        String path =
                Path.of(from).resolveSibling(target).normalize().toString().replace('\\', '/');
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
