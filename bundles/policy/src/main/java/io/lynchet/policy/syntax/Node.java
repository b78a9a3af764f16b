// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

import java.util.List;

/** An expression as it was written, before anything is known about types. Parentheses have done their work and are gone. */
public sealed interface Node {
    Span span();

    /** @param value String, Long, Double, Boolean or null */
    record Literal(Object value, Span span) implements Node {}

    /** A dotted name, such as {@code data.ownerId}. */
    record Path(List<Part> parts, Span span) implements Node {
        public Path {
            parts = List.copyOf(parts);
        }

        public String root() {
            return parts.get(0).name();
        }

        public String text() {
            return String.join(".", parts.stream().map(Part::name).toList());
        }
    }

    /** One identifier and where it stands. */
    record Part(String name, Span span) {}

    /** {@code !x}. */
    record Not(Node operand, Span span) implements Node {}

    /** {@code -x}. */
    record Negative(Node operand, Span span) implements Node {}

    record Binary(Operator operator, Node left, Node right) implements Node {
        @Override
        public Span span() {
            return left.span().to(right.span());
        }
    }

    /** Two or more parts joined by {@code &&} (every) or by {@code ||}. */
    record Junction(boolean every, List<Node> parts) implements Node {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public Span span() {
            return parts.get(0).span().to(parts.get(parts.size() - 1).span());
        }
    }

    /** {@code [a, b]}. */
    record Items(List<Node> items, Span span) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Call(Path name, List<Node> arguments, Span span) implements Node {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code exists(Entity where condition)}. */
    record Exists(Part entity, Node condition, Span span) implements Node {}
}
