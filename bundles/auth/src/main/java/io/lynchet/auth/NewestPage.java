// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.json.text.IsoInstant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a list that begins with the newest is wanted.
 *
 * @param before only what is older, or null
 * @param limit most entries
 */
record NewestPage(Instant before, int limit) {
    static final int LIMIT_MAX = 1_000;
    static final Parameter BEFORE = new Parameter(
            "before",
            new JsonText("{\"type\":\"string\",\"format\":\"date-time\"}"),
            "Only what is older than this instant.");
    static final Parameter LIMIT = Parameter.integer("limit", 1, LIMIT_MAX, "Most entries, 1 to 1000; 100 without it.");

    private static final int LIMIT_DEFAULT = 100;

    static NewestPage of(Request request) {
        List<Problem> problems = new ArrayList<>(0);
        Instant before = before(request.queryParameter("before"), problems);
        int limit = limit(request.queryParameter("limit"), problems);
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return new NewestPage(before, limit);
    }

    private static Instant before(String text, List<Problem> problems) {
        if (text == null) {
            return null;
        }
        Instant instant = IsoInstant.parse(text);
        if (instant != null) {
            return instant;
        }
        String message = "before has to be an instant such as 2026-01-31T12:00:00Z.";
        problems.add(new Problem("before", ErrorCode.INVALID_PARAMETER, message));
        return null;
    }

    private static int limit(String text, List<Problem> problems) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        if (text.matches("[1-9][0-9]{0,2}|1000")) {
            return Integer.parseInt(text);
        }
        problems.add(new Problem("limit", ErrorCode.INVALID_PARAMETER, "limit has to be 1 to 1000."));
        return LIMIT_DEFAULT;
    }
}
