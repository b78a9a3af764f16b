// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FieldTypeTest {
    @Test
    void accepts_textWithALoneSurrogate_isFalse() {
        assertThat(FieldType.STRING.accepts("a\uD83D\uDE00b")).isTrue();
        assertThat(FieldType.STRING.accepts("a\uD83D")).isFalse();
        assertThat(FieldType.RICHTEXT.accepts("\uDE00\uD83D")).isFalse();
        assertThat(FieldType.ID.accepts("\uD83Dx")).isFalse();
    }

    @Test
    void accepts_datetimeFinerThanMicroseconds_isFalse() {
        assertThat(FieldType.DATETIME.accepts(Instant.parse("2026-01-01T00:00:00.000001Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("2026-01-01T00:00:00.000000001Z")))
                .isFalse();
    }

    @Test
    void accepts_datetimeOutsideTheYears0To9999_isFalse() {
        assertThat(FieldType.DATETIME.accepts(Instant.parse("0000-01-01T00:00:00Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("9999-12-31T23:59:59.999999Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("-0001-12-31T23:59:59Z")))
                .isFalse();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("+10000-01-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void accepts_floatThatIsNotFiniteOrNegativeZero_isFalse() {
        assertThat(FieldType.FLOAT.accepts(0.0)).isTrue();
        assertThat(FieldType.FLOAT.accepts(-0.0)).isFalse();
        assertThat(FieldType.FLOAT.accepts(Double.POSITIVE_INFINITY)).isFalse();
        assertThat(FieldType.FLOAT.accepts(1L)).isFalse();
    }
}
