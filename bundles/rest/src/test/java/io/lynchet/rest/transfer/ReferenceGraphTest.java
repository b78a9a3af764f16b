// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceGraphTest {
    private static List<List<Integer>> components(int[]... edges) {
        List<List<Integer>> found = new ArrayList<>();
        for (int[] component : ReferenceGraph.components(List.of(edges))) {
            found.add(Arrays.stream(component).sorted().boxed().toList());
        }
        return found;
    }

    private static int[] to(int... targets) {
        return targets;
    }

    @Test
    void components_comeBehindWhatTheyPointTo() {
        assertThat(components(to(2), to(0), to(), to(1, 2))).containsExactly(of(2), of(0), of(1), of(3));
    }

    @Test
    void circles_areOneComponent_andANodeThatPointsToItselfIsOneForItself() {
        assertThat(components(to(1), to(2), to(0, 3), to(3), to(0))).containsExactly(of(3), of(0, 1, 2), of(4));
    }

    @Test
    void aChainOfAnyLength_needsNoDeepStack() {
        int[][] edges = new int[200_000][];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = i + 1 < edges.length ? to(i + 1) : to();
        }
        List<List<Integer>> found = components(edges);
        assertThat(found).hasSize(edges.length);
        assertThat(found.get(0)).isEqualTo(of(edges.length - 1));
    }

    private static List<Integer> of(Integer... nodes) {
        return List.of(nodes);
    }
}
