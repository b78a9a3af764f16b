// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The scope of an expression: everything that its names can refer to.
 *
 * @param entity of {@code data} and {@code existing}; null for an action policy, which sees {@code input} instead
 * @param inner entity of the innermost {@code exists}, or null outside of one
 * @param functions returns signatures of the present policy functions
 */
public record ExpressionScope(
        Schema schema, Entity entity, Entity inner, Function<String, Optional<Signature>> functions) {
    /** The types of a {@link PolicyFunction}, as known at load. */
    public record Signature(List<FieldType.Kind> parameters, FieldType.Kind result) {
        public Signature {
            parameters = List.copyOf(parameters);
        }

        public static Signature of(PolicyFunction function) {
            return new Signature(function.parameters(), function.result());
        }
    }

    ExpressionScope inside(Entity candidate) {
        return new ExpressionScope(schema, entity, candidate, functions);
    }

    boolean action() {
        return entity == null;
    }
}
