// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Request;
import java.util.List;
import java.util.OptionalLong;

/** The query parameters as numbers and booleans; anything else fails with {@code INVALID_PARAMETER}. */
public final class QueryParameters {
    private QueryParameters() {}

    static OptionalLong number(Request request, String name, long min, long max) {
        String text = request.queryParameter(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        // Only plain digits: parseLong would also take a sign and digits of other scripts.
        if (!text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        }
        throw invalid(name, name + " must be a whole number from " + min + " to " + max + ".");
    }

    public static boolean truth(Request request, String name) {
        String text = request.queryParameter(name);
        if (text == null || text.equals("false") || text.equals("0")) {
            return false;
        }
        if (text.equals("true") || text.equals("1")) {
            return true;
        }
        throw invalid(name, name + " must be true or false.");
    }

    public static LynchetException invalid(String name, String message) {
        return LynchetException.invalid(List.of(new Problem(name, ErrorCode.INVALID_PARAMETER, message)));
    }
}
