// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
    @Property
    void strings_areOrderedAsTheirUtf8(
            @ForAll @StringLength(max = 4) String left, @ForAll @StringLength(max = 4) String right) {
        byte[] a = left.getBytes(StandardCharsets.UTF_8);
        byte[] b = right.getBytes(StandardCharsets.UTF_8);
        if (new String(a, StandardCharsets.UTF_8).equals(left) && new String(b, StandardCharsets.UTF_8).equals(right)) {
            assertThat(Integer.signum(ValueOrder.compare(left, right)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
        }
    }

    @Property
    void wholeNumbers_areComparedExactlyWithFloats(
            @ForAll long whole, @ForAll @DoubleRange(min = -2e19, max = 2e19) double d) {
        int expected = new java.math.BigDecimal(whole).compareTo(new java.math.BigDecimal(d));
        assertThat(Integer.signum(ValueOrder.compare(whole, d))).isEqualTo(expected);
        assertThat(Integer.signum(ValueOrder.compare(d, whole))).isEqualTo(-expected);
        assertThat(ValueOrder.same(whole, d)).isEqualTo(expected == 0);
    }

    @Property
    void wholeNumbers_areOrderedAlikeBothWays(@ForAll long a, @ForAll long b) {
        assertThat(Integer.signum(ValueOrder.compare(a, b))).isEqualTo(Long.compare(a, b));
        assertThat(ValueOrder.compare(a, b)).isEqualTo(-ValueOrder.compare(b, a));
    }

    @Test
    void numbers_nearTheEdges_keepTheirOrder() {
        List<Object> ascending = List.of(
                -Double.MAX_VALUE,
                Long.MIN_VALUE,
                -9007199254740993L,
                -9007199254740992.0,
                -1L,
                -0.5,
                0L,
                4.9e-324,
                1L,
                1.5,
                9007199254740992.0,
                9007199254740993L,
                Long.MAX_VALUE,
                9.223372036854775807E18,
                Double.MAX_VALUE);
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ValueOrder.compare(ascending.get(i), ascending.get(j))))
                        .as("%s against %s", ascending.get(i), ascending.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        assertThat(ValueOrder.same(Long.MIN_VALUE, -9.223372036854775808E18)).isTrue();
        assertThat(ValueOrder.same(Long.MAX_VALUE, 9.223372036854775807E18)).isFalse();
    }

    @Test
    void strings_beyondTheBasicPlane_comeLast() {
        List<String> sorted =
                new ArrayList<>(List.of("\ud83d\ude00", "\uffff", "\ue000", "z", "", "\ud800\udc00", "za", "Z"));
        sorted.sort(ValueOrder::compare);
        assertThat(sorted).containsExactly("", "Z", "z", "za", "\ue000", "\uffff", "\ud800\udc00", "\ud83d\ude00");
    }

    @Test
    void nullsFirst_sortsAbsentValuesFirst() {
        List<Object> sorted = Arrays.asList(2L, null, 1.5, null, 1L);
        sorted.sort(ValueOrder.NULLS_FIRST);
        assertThat(sorted).containsExactly(null, null, 1L, 1.5, 2L);
    }

    @Test
    void booleansAndInstants_haveTheirOrder() {
        assertThat(ValueOrder.compare(false, true)).isNegative();
        assertThat(ValueOrder.compare(Instant.EPOCH, Instant.EPOCH.plusNanos(1_000)))
                .isNegative();
    }

    @Test
    void differentKinds_areNeverSame_andHaveNoOrder() {
        assertThat(ValueOrder.same("1", 1L)).isFalse();
        assertThat(ValueOrder.same(1L, true)).isFalse();
        assertThat(ValueOrder.comparable("1", 1L)).isFalse();
        assertThat(ValueOrder.comparable(1L, 1.0)).isTrue();
        JsonText json = new JsonText("1");
        assertThat(ValueOrder.comparable(json, json)).isFalse();
        assertThatThrownBy(() -> ValueOrder.compare("1", 1L)).isInstanceOf(IllegalArgumentException.class);
    }
}
