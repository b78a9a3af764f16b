// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.stream.Stream;

/** A method of about 30 lines fits on a screen together with its caller. */
public final class MethodSize implements Rule {

    private static final int MOST = 70;

    @Override
    public String name() {
        return "method-size";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.sources().stream().flatMap(MethodSize::tooLong).toList();
    }

    private static Stream<Breach> tooLong(JavaSource source) {
        return Members.of(source).methods().stream()
                .filter(m -> m.tree().getBody() != null)
                .filter(m -> source.lines(m.tree()) > MOST)
                .map(m -> problem(source, m));
    }

    private static Breach problem(JavaSource source, Members.Method method) {
        int lines = source.lines(method.tree());
        return new Breach(
                source.path() + "#" + method.name(),
                source.line(method.tree()),
                lines,
                "has " + lines + " lines; about 30 is usual and " + MOST
                        + " the most: name its steps and give each a method");
    }
}
