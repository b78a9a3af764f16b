// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/** The error of a text that is not JSON, {@code INVALID_JSON}, with its place. The message has the place, too. */
public final class JsonSyntaxException extends LynchetException {
    private final int line;
    private final int column;
    private final String reason;

    JsonSyntaxException(int line, int column, String reason) {
        super(ErrorCode.INVALID_JSON, "Line " + line + ", column " + column + ": " + reason);
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    /** Returns the line, from 1. */
    public int line() {
        return line;
    }

    /** Returns the column, in characters from 1. */
    public int column() {
        return column;
    }

    /** Returns the reason without the place. */
    public String reason() {
        return reason;
    }
}
