// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;

/** The error envelope {@code {"error":{"code","message","hint"?,"details"?:[{"path","code","message"}],"id"?}}}. */
public final class ErrorBody {
    private ErrorBody() {}

    /**
     * Returns the body as UTF-8.
     *
     * @param requestId by which the log finds the request; null to leave it out
     */
    public static byte[] of(LynchetException error, String requestId) {
        return write(new JsonWriter(256).beginObject().name("error"), error, requestId)
                .endObject()
                .toBytes();
    }

    /** Writes only the inner object, for responses that hold several errors. */
    public static JsonWriter write(JsonWriter to, LynchetException error, String requestId) {
        to.beginObject().name("code").value(error.code().name());
        to.name("message").value(String.valueOf(error.getMessage()));
        if (error.code().hint() != null) {
            to.name("hint").value(error.code().hint());
        }
        details(to, error);
        if (requestId != null) {
            to.name("id").value(requestId);
        }
        return to.endObject();
    }

    /** Writes {@code details} with every problem into the open object; writes nothing when there is none. */
    public static JsonWriter details(JsonWriter to, LynchetException error) {
        if (error.problems().isEmpty()) {
            return to;
        }
        to.name("details").beginArray();
        for (Problem problem : error.problems()) {
            to.beginObject().name("path").value(problem.path());
            to.name("code").value(problem.code().name());
            to.name("message").value(problem.message()).endObject();
        }
        return to.endArray();
    }
}
