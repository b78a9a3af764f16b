// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.request;

import io.lynchet.api.http.Request;

/** The check of the cursor from which a sync client wants the changes. */
public final class SyncStartCheck {
    private SyncStartCheck() {}

    /** Refuses, as an ordinary response, a request whose socket would end right after opening. */
    public static void check(Request request) {
        String since = request.queryParameter("since");
        if (since != null) {
            EventStreamQuery.wholeNumber("since", since);
        }
        String last = request.header("Last-Event-ID");
        if (last != null && !last.isEmpty()) {
            ResumePoint.of(last);
        }
    }
}
