// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the working copy against the house rules. Each rule's own test is in {@link RuleSamplesTest}. */
class TidyTest {

    private static final Exceptions EXCEPTIONS = Exceptions.parse(Rules.list("exceptions.txt"));

    @TestFactory
    Stream<DynamicTest> workingCopy_everyRule_isKept() {
        RepoTree tree = RepoTree.around(Path.of(""));
        return Rules.all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    List<Breach> problems = EXCEPTIONS.apply(rule.name(), rule.check(tree));
                    if (!problems.isEmpty()) {
                        fail(problems.stream()
                                .map(Breach::toString)
                                .collect(Collectors.joining("\n", "The rule " + rule.name() + " is broken:\n", "")));
                    }
                }));
    }

    @Test
    void exceptions_asAList_onlyShrink() {
        assertThat(EXCEPTIONS.ownProblems(Rules.all().stream().map(Rule::name).collect(Collectors.toSet())))
                .isEmpty();
    }
}
