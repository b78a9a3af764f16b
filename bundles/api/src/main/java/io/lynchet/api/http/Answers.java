// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.ErrorCode;
import java.util.List;

/**
 * How a route answers, beside the failures that the router itself answers for every route.
 *
 * @param success status of the successful answer
 * @param unwell status of the same answer when it tells that something is wrong, such as of a health check; 0 for none
 * @param conditional whether it answers 304 to who has the newest version already
 * @param otherTypes media types of the successful answer beside JSON, for those who ask for one
 * @param failures what the route refuses although the request fits its schemas, such as for what is stored
 */
public record Answers(int success, int unwell, boolean conditional, List<String> otherTypes, List<ErrorCode> failures) {
    /** 200, without failures of its own. */
    public static final Answers USUAL = new Answers(200, 0, false, List.of(), List.of());

    public Answers {
        if (success < 200 || success > 299) {
            throw new IllegalArgumentException(success + " is not the status of a success");
        }
        otherTypes = List.copyOf(otherTypes);
        failures = List.copyOf(failures);
    }

    Answers withSuccess(int status) {
        return new Answers(status, unwell, conditional, otherTypes, failures);
    }

    Answers withUnwell(int status) {
        return new Answers(success, status, conditional, otherTypes, failures);
    }

    Answers withNotModified() {
        return new Answers(success, unwell, true, otherTypes, failures);
    }

    Answers withTypes(List<String> types) {
        return new Answers(success, unwell, conditional, types, failures);
    }

    Answers withFailures(List<ErrorCode> codes) {
        return new Answers(success, unwell, conditional, otherTypes, codes);
    }
}
