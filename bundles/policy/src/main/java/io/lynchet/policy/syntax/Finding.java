// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

/**
 * A finding about one expression, for its author.
 *
 * @param code stable name, such as {@code POLICY_SYNTAX}
 * @param warning whether the expression can be used all the same
 * @param message what was expected and what was found
 * @param offset of the character it is about
 * @param hint what to do, or null
 */
public record Finding(String code, boolean warning, String message, int offset, String hint) {
    public static Finding error(String code, String message, int offset, String hint) {
        return new Finding(code, false, message, offset, hint);
    }
}
