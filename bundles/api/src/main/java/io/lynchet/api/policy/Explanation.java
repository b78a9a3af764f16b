// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import java.util.List;

/**
 * A node of the evaluation of a rule, for admins only.
 *
 * @param expression source text of the node
 * @param value what it came to, as text
 * @param parts its parts, in order
 */
public record Explanation(String expression, String value, List<Explanation> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }
}
