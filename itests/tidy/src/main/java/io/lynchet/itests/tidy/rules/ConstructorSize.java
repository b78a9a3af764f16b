// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.Tree;
import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.stream.Stream;

/** A class that is handed more than five things does more than one. Records are values and may be wide. */
public final class ConstructorSize implements Rule {

    private static final int MOST = 5;

    @Override
    public String name() {
        return "constructor-size";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.sources().stream()
                .filter(s -> s.path().contains("/src/main/"))
                .flatMap(ConstructorSize::tooWide)
                .toList();
    }

    private static Stream<Breach> tooWide(JavaSource source) {
        return Members.of(source).methods().stream()
                .filter(Members.Method::isConstructor)
                .filter(m -> m.owner().getKind() == Tree.Kind.CLASS)
                .filter(m -> m.tree().getParameters().size() > MOST)
                .map(m -> new Breach(
                        source.path() + "#" + m.name(),
                        source.line(m.tree()),
                        m.tree().getParameters().size(),
                        "has a constructor of " + m.tree().getParameters().size() + " parameters, " + MOST
                                + " is the most: group them in a record, or split the class"));
    }
}
