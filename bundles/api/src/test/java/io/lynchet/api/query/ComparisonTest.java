// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonTest {
    @ParameterizedTest
    @EnumSource
    void absentOperand_makesAllFalseButNotEqual(Comparison comparison) {
        boolean expected = comparison == Comparison.NOT_EQUAL;
        assertThat(comparison.holds(null, 1L)).isEqualTo(expected);
        assertThat(comparison.holds("a", null)).isEqualTo(expected);
        assertThat(comparison.holds(null, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void differentKinds_areUnequalAndUnordered(Comparison comparison) {
        assertThat(comparison.holds("1", 1L)).isEqualTo(comparison == Comparison.NOT_EQUAL);
        assertThat(comparison.holds(true, "true")).isEqualTo(comparison == Comparison.NOT_EQUAL);
    }

    @Test
    void comparisons_agreeWithTheOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int ordinal = 1 + random.nextInt(5);
            boolean mixed = (ordinal == 2 || ordinal == 3) && random.nextBoolean();
            Object left = Todo.value(random, ordinal);
            Object right = Todo.value(random, mixed ? 5 - ordinal : ordinal);
            int order = ValueOrder.compare(left, right);
            assertThat(Comparison.EQUAL.holds(left, right)).as("seed %d", seed).isEqualTo(order == 0);
            assertThat(Comparison.NOT_EQUAL.holds(left, right)).isEqualTo(order != 0);
            assertThat(Comparison.LESS.holds(left, right)).isEqualTo(order < 0);
            assertThat(Comparison.LESS_OR_EQUAL.holds(left, right)).isEqualTo(order <= 0);
            assertThat(Comparison.GREATER.holds(left, right)).isEqualTo(order > 0);
            assertThat(Comparison.GREATER_OR_EQUAL.holds(left, right)).isEqualTo(order >= 0);
        }
    }
}
