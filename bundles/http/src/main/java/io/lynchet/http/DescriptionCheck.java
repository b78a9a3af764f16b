// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Answers;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import java.util.List;

/**
 * Whether an answer is one of those that its route describes, since the API's document is made of the descriptions. Done where the JVM runs
 * with assertions only, as in tests: a server has better things to do for each answer.
 */
final class DescriptionCheck {
    /** What the router says itself, and a route may say better. */
    private static final List<String> OF_EVERY_ANSWER = List.of("Cache-Control", "Retry-After", "WWW-Authenticate");

    private static final boolean ON = DescriptionCheck.class.desiredAssertionStatus();

    private DescriptionCheck() {}

    /** What the description lacks, for the log; null when nothing does, or nobody looks. */
    static String mistake(RouteInfo info, Response answer) {
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

    private static boolean isDescribed(Answers answers, int status) {
        return status == answers.success()
                || status == answers.unwell()
                || status == 304 && answers.conditional()
                || answers.others().stream().anyMatch(other -> other.status() == status);
    }

    private static boolean isDescribed(RouteInfo info, String type) {
        List<Content> others = info.answers().otherTypes();
        // Who describes no body at all has not got to that yet, and promises nothing wrong.
        return info.responseSchema() == null && others.isEmpty()
                || info.responseSchema() != null && type.equals("application/json")
                || others.stream().anyMatch(content -> content.isNamedBy(type));
    }

    private static boolean isDescribed(Answers answers, int status, String header) {
        for (AnswerHeader known : answers.headers()) {
            if (known.name().equalsIgnoreCase(header) && known.goesWith(status)) {
                return true;
            }
        }
        return OF_EVERY_ANSWER.stream().anyMatch(header::equalsIgnoreCase);
    }
}
