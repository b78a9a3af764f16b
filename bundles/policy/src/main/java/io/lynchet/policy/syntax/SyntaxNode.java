// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

import java.util.List;

/** An expression as it was written, before its types are known. The tree has no parentheses any more. */
public sealed interface SyntaxNode {
    Span span();

    /** @param value String, Long, Double, Boolean or null */
    record Literal(Object value, Span span) implements SyntaxNode {}

    /** A dotted name, such as {@code data.ownerId}. */
    record Path(List<Part> parts, Span span) implements SyntaxNode {
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

    /** One identifier and its range. */
    record Part(String name, Span span) {}

    /** {@code !x}. */
    record Not(SyntaxNode operand, Span span) implements SyntaxNode {}

    /** {@code -x}. */
    record Negative(SyntaxNode operand, Span span) implements SyntaxNode {}

    record Binary(Operator operator, SyntaxNode left, SyntaxNode right) implements SyntaxNode {
        @Override
        public Span span() {
            return left.span().to(right.span());
        }
    }

    /** Two or more parts joined by {@code &&} (every) or by {@code ||}. */
    record Junction(boolean every, List<SyntaxNode> parts) implements SyntaxNode {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public Span span() {
            return parts.get(0).span().to(parts.get(parts.size() - 1).span());
        }
    }

    /** {@code [a, b]}. */
    record Items(List<SyntaxNode> items, Span span) implements SyntaxNode {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Call(Path name, List<SyntaxNode> arguments, Span span) implements SyntaxNode {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code exists(Entity where condition)}. */
    record Exists(Part entity, SyntaxNode condition, Span span) implements SyntaxNode {}
}
