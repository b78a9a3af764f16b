// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.manifest;

import io.lynchet.api.SourcePosition;
import java.util.Map;
import java.util.Objects;

/**
 * One policy of a manifest, unparsed.
 *
 * @param entity the entity of the policy, or null
 * @param operation the action (server function) of the policy, or null
 * @param expressions by slot; an empty expression counts as missing
 */
public record PolicyRule(String name, String entity, String operation, Map<Slot, Expression> expressions) {
    /**
     * The keys for expressions. A missing expression falls back: insert, update, delete to WRITE, then all to ALLOW.
     */
    public enum Slot {
        ALLOW("allow"),
        READ("allowRead"),
        INSERT("allowInsert"),
        UPDATE("allowUpdate"),
        DELETE("allowDelete"),
        WRITE("allowWrite");

        private final String key;

        Slot(String key) {
            this.key = key;
        }

        /** Returns the manifest's key. */
        public String key() {
            return key;
        }
    }

    /**
     * An expression of a policy.
     *
     * @param position the position of the first character of the text
     */
    public record Expression(String text, SourcePosition position) {}

    public PolicyRule {
        Objects.requireNonNull(name);
        expressions = Map.copyOf(expressions);
    }
}
