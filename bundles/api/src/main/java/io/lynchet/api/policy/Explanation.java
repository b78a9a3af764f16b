// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import java.util.List;

/**
 * A node in the explanation of an evaluated rule, for admins only.
 *
 * @param expression the source text of the node
 * @param value its value, as text
 * @param parts its child nodes, in order
 */
public record Explanation(String expression, String value, List<Explanation> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }
}
