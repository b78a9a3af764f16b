// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.ClassTree;
import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One name, one meaning: the simple name of a top-level type stands in one module only. Tests are free. */
public final class OneName implements Rule {

    @Override
    public String name() {
        return "one-name";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        Map<String, Set<String>> modules = new TreeMap<>();
        tree.sources().stream()
                .filter(source -> source.path().contains("/src/main/"))
                .forEach(source -> source.unit().getTypeDecls().stream()
                        .map(type -> type instanceof ClassTree declared
                                ? declared.getSimpleName().toString()
                                : null)
                        .filter(Objects::nonNull)
                        .forEach(type -> modules.computeIfAbsent(type, absent -> new TreeSet<>())
                                .add(module(source))));
        return modules.entrySet().stream()
                .filter(named -> named.getValue().size() > 1)
                .map(named -> Breach.in(named.getKey(), 0, message(named.getValue())))
                .collect(Collectors.toList());
    }

    private static String module(JavaSource source) {
        return source.path().substring(0, source.path().indexOf("/src/main/"));
    }

    private static String message(Set<String> modules) {
        return "is a type of " + String.join(" and of ", modules)
                + ": give each the word for what it alone is, or make them one type";
    }
}
