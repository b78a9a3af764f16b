// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import java.util.Objects;

/**
 * One finding about a manifest.
 *
 * @param code the stable name, such as {@code FIELD_TYPE_UNKNOWN}
 * @param message one sentence
 * @param position the place, or null when it concerns no single place
 * @param hint an advice, such as "did you mean 'string'?", or null
 */
public record Diagnostic(Severity severity, String code, String message, SourcePosition position, String hint) {
    /** The severities. Only errors refuse a manifest. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    public Diagnostic {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
    }

    public static Diagnostic error(String code, String message, SourcePosition position, String hint) {
        return new Diagnostic(Severity.ERROR, code, message, position, hint);
    }

    /** Returns the form {@code manifest.json:12:7: error FIELD_TYPE_UNKNOWN: message (hint)}. */
    @Override
    public String toString() {
        String place = position == null ? "" : position + ": ";
        String advice = hint == null ? "" : " (" + hint + ")";
        return place + severity.name().toLowerCase(java.util.Locale.ROOT) + " " + code + ": " + message + advice;
    }
}
