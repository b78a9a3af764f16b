// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private static final List<String> TEXTS =
            List.of("", "\0", "a", "b", "ab", "abc", "abcd", "abcde", "abcd\0", "abcdabcd", "bcda");

    @Test
    void everyCharacter_theLength_theNumber_andTheKeyCount() {
        Set<Long> hashes = new HashSet<>();
        for (KeyedHash hash : List.of(new KeyedHash(1, 2), new KeyedHash(2, 1), new KeyedHash(1, 3))) {
            for (long number : new long[] {0, 1, -1, 1L << 40}) {
                for (String text : TEXTS) {
                    assertThat(hashes.add(hash.of(number, text)))
                            .as(number + " " + text)
                            .isTrue();
                    assertThat(hash.of(number, new String(text.toCharArray()))).isEqualTo(hash.of(number, text));
                }
            }
        }
    }

    @Test
    void processes_drawDifferentKeys() {
        assertThat(new KeyedHash().of(1, "a")).isNotEqualTo(new KeyedHash().of(1, "a"));
    }

    @Test
    void neighbours_areSpreadEvenly() {
        KeyedHash hash = new KeyedHash(1, 2);
        int[] buckets = new int[64];
        for (int i = 0; i < 64_000; i++) {
            buckets[(int) (hash.of(0xFFFFL << 32 | i, "a") & 63)]++;
        }
        for (int count : buckets) {
            assertThat(count).isBetween(800, 1_200);
        }
    }
}
