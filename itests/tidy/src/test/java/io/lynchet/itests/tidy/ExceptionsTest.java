// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExceptionsTest {

    private static final String LIST = """
            # a remark
            entries: 1
            file-size | a/B.java | 450 | the grammar in one table, read from top to bottom
            """;

    private static Breach measured(int lines) {
        return new Breach("a/B.java", 0, lines, "too long");
    }

    @Test
    void apply_problemOfListedSize_isForgiven() {
        assertThat(Exceptions.parse(LIST).apply("file-size", List.of(measured(450))))
                .isEmpty();
    }

    @Test
    void apply_grownBeyondItsEntry_isReported() {
        assertThat(Exceptions.parse(LIST).apply("file-size", List.of(measured(451))))
                .containsExactly(measured(451));
    }

    @Test
    void apply_shrunkBelowItsEntry_asksForLowerEntry() {
        assertThat(Exceptions.parse(LIST).apply("file-size", List.of(measured(449))))
                .singleElement()
                .extracting(Breach::message)
                .asString()
                .contains("449", "lower its exception");
    }

    @Test
    void apply_entryWithoutProblem_asksForItsRemoval() {
        assertThat(Exceptions.parse(LIST).apply("file-size", List.of()))
                .singleElement()
                .extracting(Breach::message)
                .asString()
                .contains("remove its exception");
    }

    @Test
    void apply_problemOfAnotherRuleOrFile_isReported() {
        Exceptions exceptions = Exceptions.parse(LIST);
        Breach elsewhere = new Breach("a/C.java", 0, 450, "too long");
        assertThat(exceptions.apply("method-size", List.of(measured(450)))).containsExactly(measured(450));
        assertThat(exceptions.apply("file-size", List.of(measured(450), elsewhere)))
                .containsExactly(elsewhere);
    }

    @Test
    void ownProblems_entryAddedWithoutRaisingTheNumber_isReported() {
        String grown = LIST + "file-size | a/D.java | 500 | another file that somebody found too hard to split\n";
        assertThat(Exceptions.parse(grown).ownProblems(Set.of("file-size")))
                .singleElement()
                .extracting(Breach::message)
                .asString()
                .contains("not up");
    }

    @Test
    void ownProblems_unknownRule_isReported() {
        assertThat(Exceptions.parse(LIST).ownProblems(Set.of("header"))).hasSize(1);
        assertThat(Exceptions.parse(LIST).ownProblems(Set.of("file-size"))).isEmpty();
    }

    @Test
    void parse_entryWithoutReason_isRefused() {
        assertThatThrownBy(() -> Exceptions.parse("entries: 1\nfile-size | a/B.java | 450 | big"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file-size | a/B.java");
    }
}
