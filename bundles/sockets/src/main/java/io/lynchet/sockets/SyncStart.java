// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.http.Request;

/** From where a client of sync wants the changes. */
final class SyncStart {
    private SyncStart() {}

    /** Refuses as an ordinary answer what would else end a socket that has just been opened. */
    static void check(Request request) {
        String since = request.queryParameter("since");
        if (since != null) {
            SubscribeFrame.wholeNumber("since", since);
        }
        String last = request.header("Last-Event-ID");
        if (last != null && !last.isEmpty()) {
            ResumePoint.of(last);
        }
    }
}
