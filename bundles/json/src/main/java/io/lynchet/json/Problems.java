// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.util.ArrayList;
import java.util.List;

/** A list of problems in the order of the input, limited to the first {@link JsonLimits#PROBLEMS_MAX}. */
public final class Problems {
    private static final int QUOTED_CHARS_MAX = 80;

    private final List<Problem> list = new ArrayList<>(2);

    public void add(String path, ErrorCode code, String message) {
        if (!isFull()) {
            list.add(new Problem(path, code, message));
        }
    }

    public void add(JsonPlace place, ErrorCode code, String message) {
        if (!isFull()) {
            list.add(place.problem(code, message));
        }
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** Returns whether further problems are dropped. */
    public boolean isFull() {
        return list.size() >= JsonLimits.PROBLEMS_MAX;
    }

    public void throwIfAny() {
        if (!list.isEmpty()) {
            throw LynchetException.invalid(list);
        }
    }

    /** Returns the text in quotes, shortened when it is long. */
    public static String quote(String text) {
        if (text.length() <= QUOTED_CHARS_MAX) {
            return '"' + text + '"';
        }
        int end = QUOTED_CHARS_MAX;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return '"' + text.substring(0, end) + "…\"";
    }
}
