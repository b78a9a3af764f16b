// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import java.util.List;

/**
 * The check that a response is one of those that its route describes, since the API's document is made of the
 * descriptions. It runs only with assertions enabled, as in tests, to save the time on a server.
 */
public final class DescriptionCheck {
    /** Headers that the router adds itself, and a route may set better. */
    private static final List<String> OF_EVERY_ANSWER = List.of("Cache-Control", "Retry-After", "WWW-Authenticate");

    private static final boolean ON = DescriptionCheck.class.desiredAssertionStatus();

    private DescriptionCheck() {}

    /** Returns what the description lacks, for the log; null when nothing, or when the check is off. */
    public static String mistake(RouteInfo info, Response answer) {
        return ON ? lacking(info, answer) : null;
    }

    static String lacking(RouteInfo info, Response answer) {
        int status = answer.status();
        if (status < 400 && !isDescribed(info.answers(), status)) {
            return "its description has no status " + status;
        }
        String type = answer.contentType();
        if (status < 400 && type != null && !isDescribed(info, type)) {
            return "its description has no content type " + type;
        }
        for (Response.Header header : answer.headers()) {
            if (!isDescribed(info.answers(), status, header.name())) {
                return "its description has no header " + header.name() + " with status " + status;
            }
        }
        return null;
    }

    private static boolean isDescribed(RouteAnswers answers, int status) {
        return status == answers.success()
                || status == answers.unwell()
                || status == 304 && answers.conditional()
                || answers.others().stream().anyMatch(other -> other.status() == status);
    }

    private static boolean isDescribed(RouteInfo info, String type) {
        List<Content> others = info.answers().otherTypes();
        // A route that describes no body at all promises nothing wrong.
        return info.responseSchema() == null && others.isEmpty()
                || info.responseSchema() != null && type.equals("application/json")
                || others.stream().anyMatch(content -> content.isNamedBy(type));
    }

    private static boolean isDescribed(RouteAnswers answers, int status, String header) {
        for (AnswerHeader known : answers.headers()) {
            if (known.name().equalsIgnoreCase(header) && known.goesWith(status)) {
                return true;
            }
        }
        return OF_EVERY_ANSWER.stream().anyMatch(header::equalsIgnoreCase);
    }
}
