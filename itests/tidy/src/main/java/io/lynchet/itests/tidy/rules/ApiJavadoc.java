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
import javax.lang.model.element.Modifier;

/** The contract is told once, in Javadoc: each public type of api, and each method of its interfaces. */
public final class ApiJavadoc implements Rule {

    @Override
    public String name() {
        return "api-javadoc";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.sources().stream()
                .filter(s -> s.path().startsWith("bundles/api/src/main/"))
                .flatMap(ApiJavadoc::bare)
                .toList();
    }

    private static Stream<Breach> bare(JavaSource source) {
        Members members = Members.of(source);
        Stream<Breach> types = members.types().stream()
                .filter(Members.Type::isVisible)
                .filter(t -> !source.documented(t.path()))
                .map(t -> Breach.in(
                        source.path(),
                        source.line(t.tree()),
                        t.name() + " has no Javadoc: say who implements it, who calls it, on which threads, "
                                + "and what happens when it vanishes"));
        Stream<Breach> methods = members.methods().stream()
                .filter(m -> m.owner().getKind() == Tree.Kind.INTERFACE)
                .filter(m -> !m.flags().contains(Modifier.PRIVATE) && !m.has("Override") && !isGetter(m))
                .filter(m -> !source.documented(m.path()))
                .map(m -> Breach.in(
                        source.path(),
                        source.line(m.tree()),
                        m.name() + " has no Javadoc: say order, blocking, limits, absence and error codes"));
        return Stream.concat(types, methods);
    }

    /** A method that only says what something is; its name does that. */
    private static boolean isGetter(Members.Method method) {
        return method.tree().getParameters().isEmpty()
                && !method.tree().getReturnType().toString().equals("void");
    }
}
