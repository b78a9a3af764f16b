// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.Problems;

/** The cost of all conditions in one document together, whichever entities and includes they belong to. */
final class FilterCost {
    private final Problems problems;
    private int conditions;
    private int values;
    private int patternChars;

    FilterCost(Problems problems) {
        this.problems = problems;
    }

    void condition(JsonPlace place) {
        conditions = add(conditions, 1, FilterReader.ALL_CONDITIONS_MAX, place, "conditions");
    }

    void values(int count, JsonPlace place) {
        values = add(values, count, FilterReader.ALL_VALUES_MAX, place, "values in lists");
    }

    void pattern(int chars, JsonPlace place) {
        patternChars = add(
                patternChars,
                chars,
                FilterReader.ALL_PATTERN_CHARS_MAX,
                place,
                "characters in texts that are searched for");
    }

    private int add(int before, int more, int max, JsonPlace place, String what) {
        int now = before + more;
        if (before <= max && now > max) {
            problems.add(
                    place,
                    ErrorCode.INVALID_QUERY,
                    "There are more than " + max + " " + what + " in all conditions together");
        }
        return now;
    }
}
