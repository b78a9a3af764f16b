// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects problems in the order of the input, the first {@link JsonLimits#PROBLEMS_MAX} of them. */
final class Problems {
    private static final int QUOTED_CHARS_MAX = 80;

    private final List<Problem> list = new ArrayList<>(2);

    void add(String path, ErrorCode code, String message) {
        if (!isFull()) {
            list.add(new Problem(path, code, message));
        }
    }

    void add(JsonPlace place, ErrorCode code, String message) {
        if (!isFull()) {
            list.add(place.problem(code, message));
        }
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    /** Whether further problems are dropped. */
    boolean isFull() {
        return list.size() >= JsonLimits.PROBLEMS_MAX;
    }

    void throwIfAny() {
        if (!list.isEmpty()) {
            throw LynchetException.invalid(list);
        }
    }

    /** The text in quotes, cut when it is long. */
    static String quote(String text) {
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
