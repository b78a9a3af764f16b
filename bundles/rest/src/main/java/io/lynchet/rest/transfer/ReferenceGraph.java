// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The search for an order in which nodes come behind their targets, and for circles, which have no such order. It finds
 * strongly connected components by Tarjan's algorithm, without recursion, since chains of references may be as long as
 * a file.
 */
final class ReferenceGraph {
    private final List<int[]> edges;
    private final int[] index;
    private final int[] low;
    private final int[] nextEdge;
    private final int[] stack;
    private final BitSet onStack;
    private final List<int[]> components = new ArrayList<>();
    private int stackSize;
    private int visited;

    private ReferenceGraph(List<int[]> edges) {
        this.edges = edges;
        this.index = new int[edges.size()];
        this.low = new int[edges.size()];
        this.nextEdge = new int[edges.size()];
        this.stack = new int[edges.size()];
        this.onStack = new BitSet(edges.size());
    }

    /**
     * Returns the circles, and each other node by itself, targets first.
     *
     * @param edges for each node, the nodes that it points to
     */
    static List<int[]> components(List<int[]> edges) {
        ReferenceGraph graph = new ReferenceGraph(edges);
        int[] path = new int[edges.size()];
        for (int node = 0; node < edges.size(); node++) {
            if (graph.index[node] == 0) {
                graph.walk(node, path);
            }
        }
        return graph.components;
    }

    private void walk(int start, int[] path) {
        int depth = 0;
        path[0] = start;
        enter(start);
        while (depth >= 0) {
            int node = path[depth];
            int[] targets = edges.get(node);
            if (nextEdge[node] < targets.length) {
                int target = targets[nextEdge[node]++];
                if (index[target] == 0) {
                    path[++depth] = target;
                    enter(target);
                } else if (onStack.get(target)) {
                    low[node] = Math.min(low[node], index[target]);
                }
            } else {
                leave(node);
                if (--depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
    }

    private void enter(int node) {
        index[node] = ++visited;
        low[node] = visited;
        stack[stackSize++] = node;
        onStack.set(node);
    }

    private void leave(int node) {
        if (low[node] != index[node]) {
            return;
        }
        int from = stackSize;
        do {
            onStack.clear(stack[--from]);
        } while (stack[from] != node);
        components.add(Arrays.copyOfRange(stack, from, stackSize));
        stackSize = from;
    }
}
