// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreapTest {
    @Test
    void randomChanges_giveWhatATreeMapHolds() {
        Seeds.forEach(20, random -> {
            TreeMap<Long, String> expected = new TreeMap<>();
            Treap<Long, String> actual = Treap.empty(Comparator.naturalOrder());
            for (int i = 0; i < 500; i++) {
                long key = random.nextInt(100);
                if (random.nextInt(3) == 0) {
                    expected.remove(key);
                    actual = actual.without(key);
                } else {
                    expected.put(key, "v" + i);
                    actual = actual.with(key, "v" + i);
                }
                assertThat(actual.size()).isEqualTo(expected.size());
                assertThat(actual.get(key)).isEqualTo(expected.get(key));
                assertThat(actual.valuesFrom(key))
                        .containsExactlyElementsOf(expected.tailMap(key).values());
            }
            assertThat(actual.values()).containsExactlyElementsOf(expected.values());
        });
    }

    @Test
    void olderMaps_keepWhatTheyHeld() {
        List<Treap<Long, Long>> versions = new ArrayList<>();
        Treap<Long, Long> map = Treap.empty(Comparator.naturalOrder());
        for (long i = 0; i < 200; i++) {
            versions.add(map);
            map = i % 3 == 2 ? map.without(i - 1) : map.with(i, i);
        }
        for (int i = 0; i < versions.size(); i++) {
            long bound = i;
            assertThat(versions.get(i).values()).allMatch(value -> value < bound);
        }
    }

    @Test
    void ascendingKeys_makeNoList() {
        Treap<Long, Long> map = Treap.empty(Comparator.naturalOrder());
        for (long i = 0; i < 200_000; i++) {
            map = map.with(i, i);
        }
        assertThat(map.size()).isEqualTo(200_000);
        assertThat(map.valuesFrom(199_998L)).containsExactly(199_998L, 199_999L);
    }
}
