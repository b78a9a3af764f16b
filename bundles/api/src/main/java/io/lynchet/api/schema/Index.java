// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.List;

/**
 * An index over one or more fields of one entity.
 *
 * @param name unique in its entity
 * @param fields the field names in order, at least one
 * @param unique whether no two rows may agree in all fields; a row with a null in one of them never collides
 */
public record Index(String name, List<String> fields, boolean unique) {
    public Index {
        fields = List.copyOf(fields);
    }
}
