// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

/** The default of a field that an insert does not name. */
public sealed interface FieldDefault {
    /**
     * A fixed value.
     *
     * @param value a value that the field's type accepts
     */
    record Literal(Object value) implements FieldDefault {}

    /** The instant of the write. */
    record Now() implements FieldDefault {}

    /**
     * A property of the caller, such as {@code userId}. It is always set: a different value from a client is refused,
     * and updates by non-admins can't change it. An absent property is null.
     *
     * @param property one of {@code userId}, {@code email}, {@code tenantId}
     */
    record FromAuth(String property) implements FieldDefault {}
}
