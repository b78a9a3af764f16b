// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.manifest.SourcePosition;
import java.util.Map;
import java.util.Objects;

/**
 * One policy of a manifest, unparsed.
 *
 * @param entity which entity it is about, or null
 * @param operation which action (server function) it is about, or null
 * @param expressions by slot; an empty expression counts as missing
 */
public record PolicyRule(String name, String entity, String operation, Map<Slot, Expression> expressions) {
    /** Where an expression stands. A missing one falls back: insert, update, delete to WRITE, then all to ALLOW. */
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

        /** The manifest's key. */
        public String key() {
            return key;
        }
    }

    /** @param position of the first character of the text */
    public record Expression(String text, SourcePosition position) {}

    public PolicyRule {
        Objects.requireNonNull(name);
        expressions = Map.copyOf(expressions);
    }
}
