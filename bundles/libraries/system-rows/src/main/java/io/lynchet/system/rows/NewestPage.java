// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.system.rows;

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
 * The page of a newest-first list that a request asks for.
 *
 * @param before the time that entries must be older than, or null
 * @param limit the most entries
 */
public record NewestPage(Instant before, int limit) {
    public static final int LIMIT_MAX = 1_000;
    public static final Parameter BEFORE = new Parameter(
            "before",
            new JsonText("{\"type\":\"string\",\"format\":\"date-time\"}"),
            "Only entries older than this instant.");
    public static final Parameter LIMIT =
            Parameter.integer("limit", 1, LIMIT_MAX, "Most entries, 1 to 1000; by default 100.");

    private static final int LIMIT_DEFAULT = 100;

    /** Reads the page of a request. Fails with {@code INVALID_PARAMETER}, or {@code INVALID_DATA} for two problems. */
    public static NewestPage of(Request request) {
        List<Problem> problems = new ArrayList<>(0);
        Instant before = before(request.queryParameter("before"), problems);
        int limit = limit(request.queryParameter("limit"), problems);
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return new NewestPage(before, limit);
    }

    /** Refuses page parameters of callers who get the whole list. Fails as {@link #of} does. */
    public static void refuse(Request request) {
        List<Problem> problems = new ArrayList<>(0);
        for (String name : List.of(BEFORE.name(), LIMIT.name())) {
            if (request.queryParameter(name) != null) {
                problems.add(new Problem(name, ErrorCode.INVALID_PARAMETER, name + " is for admins."));
            }
        }
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
    }

    private static Instant before(String text, List<Problem> problems) {
        if (text == null) {
            return null;
        }
        Instant instant = IsoInstant.parse(text);
        if (instant != null) {
            return instant;
        }
        String message = "before must be an instant such as 2026-01-31T12:00:00Z.";
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
        problems.add(new Problem("limit", ErrorCode.INVALID_PARAMETER, "limit must be 1 to 1000."));
        return LIMIT_DEFAULT;
    }
}
