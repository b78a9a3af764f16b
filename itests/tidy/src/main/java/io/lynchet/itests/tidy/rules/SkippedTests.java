// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.util.TreeScanner;
import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A test that never runs is a claim without proof. */
public final class SkippedTests implements Rule {

    private static final Set<String> SWITCHED_OFF = Set.of("Disabled", "Ignore");

    @Override
    public String name() {
        return "skipped-tests";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        tree.sources().forEach(s -> find(s, problems));
        return problems;
    }

    private static void find(JavaSource source, List<Breach> problems) {
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitAnnotation(AnnotationTree tree, Void nothing) {
                String type = tree.getAnnotationType().toString();
                if (SWITCHED_OFF.contains(type.substring(type.lastIndexOf('.') + 1))) {
                    problems.add(Breach.in(
                            source.path(),
                            source.line(tree),
                            "switches a test off: mend it, tag it \"nightly\" if it is only slow, or remove it"));
                }
                return super.visitAnnotation(tree, null);
            }
        }.scan(source.unit(), null);
    }
}
