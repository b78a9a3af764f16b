// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A failed test's name should tell the behaviour that broke. */
public final class TestNames implements Rule {

    private static final Pattern BEHAVIOUR = Pattern.compile("\\p{Ll}\\w*_\\w+");
    private static final List<String> TESTS =
            List.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property", "Example");

    @Override
    public String name() {
        return "test-names";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.sources().stream().flatMap(TestNames::vague).toList();
    }

    private static Stream<Breach> vague(JavaSource source) {
        return Members.of(source).methods().stream()
                .filter(m -> TESTS.stream().anyMatch(m::has))
                .filter(m -> !BEHAVIOUR.matcher(m.name()).matches())
                .map(m -> Breach.in(
                        source.path(),
                        source.line(m.tree()),
                        m.name()
                                + " does not name a behaviour: call it like pull_afterRetention_returnsCursorExpired"));
    }
}
