// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.http.HttpMethod;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All patterns as a tree of segments. Immutable once built, so that look-ups need no lock; a change of routes builds a
 * new one.
 */
public final class RouteTrie {
    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> fixed = new HashMap<>();
        private Node parameter;
        private Node rest;
        private Map<HttpMethod, RouteKey> methods = Map.of();

        private Node child(String segment) {
            switch (segment) {
                case RoutePattern.PARAMETER -> {
                    parameter = parameter == null ? new Node() : parameter;
                    return parameter;
                }
                case RoutePattern.REST -> {
                    rest = rest == null ? new Node() : rest;
                    return rest;
                }
                default -> {
                    return fixed.computeIfAbsent(segment, any -> new Node());
                }
            }
        }
    }

    /**
     * The routes at a path.
     *
     * @param methods the routes there by method, never empty
     * @param catchAll whether only the rest of a pattern matched, which says nothing about the path itself
     */
    public record Place(Map<HttpMethod, RouteKey> methods, boolean catchAll) {
        public Set<HttpMethod> allowed() {
            return methods.keySet();
        }
    }

    RouteTrie(Collection<RouteKey> keys) {
        for (RouteKey key : keys) {
            Node node = root;
            for (String segment : key.shape().substring(1).split("/", -1)) {
                node = node.child(segment);
            }
            if (node.methods.isEmpty()) {
                node.methods = new EnumMap<>(HttpMethod.class);
            }
            node.methods.put(key.method(), key);
        }
    }

    /** Returns the place for a path, or null. Fixed segments win over parameters, and those over a rest. */
    Place find(List<String> segments) {
        return find(root, segments, 0);
    }

    private static Place find(Node node, List<String> segments, int at) {
        if (at == segments.size()) {
            return node.methods.isEmpty() ? null : new Place(node.methods, false);
        }
        String segment = segments.get(at);
        Place found = null;
        Node fixed = node.fixed.get(segment);
        if (fixed != null) {
            found = find(fixed, segments, at + 1);
        }
        if ((found == null || found.catchAll()) && node.parameter != null && !segment.isEmpty()) {
            Place other = find(node.parameter, segments, at + 1);
            found = found == null || (other != null && !other.catchAll()) ? other : found;
        }
        if (found == null && node.rest != null) {
            found = new Place(node.rest.methods, true);
        }
        return found;
    }
}
