// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/** A text is no JSON, and where: {@code INVALID_JSON}. Its message tells the place, too. */
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

    /** From 1. */
    public int line() {
        return line;
    }

    /** In characters, from 1. */
    public int column() {
        return column;
    }

    /** What is wrong there, without the place. */
    public String reason() {
        return reason;
    }
}
