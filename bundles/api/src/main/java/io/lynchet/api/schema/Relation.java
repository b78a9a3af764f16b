// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

/**
 * A named relation from one entity to another.
 *
 * @param name unique in its entity and different from its field names
 * @param target the entity at the other end
 * @param field for {@code many == false}, the field of the source that holds the target's id. For {@code many == true},
 *     the field of the target that holds the source's id; where the source has a field of that name too, rows are
 *     related whose values in it agree
 * @param many whether it leads to a list
 */
public record Relation(String name, String target, String field, boolean many) {}
