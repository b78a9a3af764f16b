// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An immutable sorted map. Adding and removing create a new map that shares all but O(log n) nodes with the old one, so
 * keeping an old state costs nothing.
 *
 * <p>It is a search tree by key and a heap by weight. Weights are scrambled hashes of the keys, which keeps the tree
 * balanced without any bookkeeping:
 *
 * <pre>
 *          m:97
 *         /    \
 *      c:80    t:91
 *     /   \       \
 *   a:13  f:79    x:20
 * </pre>
 */
final class Treap<K, V> {
    private record Node<K, V>(K key, V value, int weight, Node<K, V> left, Node<K, V> right) {
        Node<K, V> with(Node<K, V> newLeft, Node<K, V> newRight) {
            return new Node<>(key, value, weight, newLeft, newRight);
        }
    }

    private final Comparator<? super K> order;
    private final Node<K, V> root;
    private final int size;

    private Treap(Comparator<? super K> order, Node<K, V> root, int size) {
        this.order = order;
        this.root = root;
        this.size = size;
    }

    static <K, V> Treap<K, V> empty(Comparator<? super K> order) {
        return new Treap<>(order, null, 0);
    }

    int size() {
        return size;
    }

    /** Returns the value, or null. */
    V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side == 0) {
                return node.value;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    /** Returns this map with the value, which must not be null, at the key. */
    Treap<K, V> with(K key, V value) {
        return new Treap<>(order, put(root, key, value), get(key) == null ? size + 1 : size);
    }

    /** Returns this map without the key. */
    Treap<K, V> without(K key) {
        return get(key) == null ? this : new Treap<>(order, remove(root, key), size - 1);
    }

    /** Returns all values in order of their keys. */
    Iterable<V> values() {
        return () -> new Ascending(null);
    }

    /** Returns the values whose keys are not before the given one, in order. */
    Iterable<V> valuesFrom(K first) {
        return () -> new Ascending(first);
    }

    private Node<K, V> put(Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, weight(key), null, null);
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return new Node<>(node.key, value, node.weight, node.left, node.right);
        }
        if (side < 0) {
            Node<K, V> left = put(node.left, key, value);
            return left.weight > node.weight
                    ? left.with(left.left, node.with(left.right, node.right))
                    : node.with(left, node.right);
        }
        Node<K, V> right = put(node.right, key, value);
        return right.weight > node.weight
                ? right.with(node.with(node.left, right.left), right.right)
                : node.with(node.left, right);
    }

    private Node<K, V> remove(Node<K, V> node, K key) {
        int side = order.compare(key, node.key);
        if (side == 0) {
            return merge(node.left, node.right);
        }
        return side < 0 ? node.with(remove(node.left, key), node.right) : node.with(node.left, remove(node.right, key));
    }

    private Node<K, V> merge(Node<K, V> left, Node<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left.weight > right.weight
                ? left.with(left.left, merge(left.right, right))
                : right.with(merge(left, right.left), right.right);
    }

    // The finisher of MurmurHash3: neighbouring hashes get unrelated weights.
    private static int weight(Object key) {
        int h = key.hashCode();
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    private final class Ascending implements Iterator<V> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();

        Ascending(K first) {
            Node<K, V> node = root;
            while (node != null) {
                if (first != null && order.compare(node.key, first) < 0) {
                    node = node.right;
                } else {
                    path.push(node);
                    node = node.left;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public V next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = path.pop();
            for (Node<K, V> next = node.right; next != null; next = next.left) {
                path.push(next);
            }
            return node.value;
        }
    }
}
