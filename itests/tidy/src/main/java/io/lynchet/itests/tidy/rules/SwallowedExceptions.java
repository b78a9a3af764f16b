// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.CatchTree;
import com.sun.source.util.TreeScanner;
import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;

/** An empty catch needs a sentence that says why nothing is the right thing to do. */
public final class SwallowedExceptions implements Rule {

    private static final int REASON_LEAST_CHARS = 12;

    @Override
    public String name() {
        return "swallowed-exceptions";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        tree.sources().stream().filter(s -> s.path().contains("/src/main/")).forEach(s -> find(s, problems));
        return problems;
    }

    private static void find(JavaSource source, List<Breach> problems) {
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitCatch(CatchTree tree, Void nothing) {
                boolean empty = tree.getBlock().getStatements().isEmpty();
                String inside = source.written(tree.getBlock()).replaceAll("[{}/*\\s]", "");
                if (empty && inside.length() < REASON_LEAST_CHARS) {
                    problems.add(Breach.in(
                            source.path(),
                            source.line(tree),
                            "swallows an exception: rethrow it as a LynchetException, log it, "
                                    + "or write in the block why nothing is to be done"));
                }
                return super.visitCatch(tree, null);
            }
        }.scan(source.unit(), null);
    }
}
