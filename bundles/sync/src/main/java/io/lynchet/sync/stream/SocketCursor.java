// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.pull.PullRequest;
import java.util.List;

/**
 * The cursor from which a socket resumes.
 *
 * @param since null to begin now
 * @param scope null when the client does not say
 */
record SocketCursor(Long since, ScopeToken scope) {
    /**
     * Parses the cursor of a socket; an event stream that reconnects resumes behind the last event that arrived. Fails
     * with {@code INVALID_PARAMETER}.
     */
    static SocketCursor of(ClientSocket socket) {
        String last = socket.lastEventId();
        if (last != null && !last.isEmpty()) {
            int dot = last.indexOf('.');
            if (dot < 0) {
                throw LynchetException.invalid(List.of(new Problem(
                        "Last-Event-ID", ErrorCode.INVALID_PARAMETER, "Last-Event-ID is not from this server.")));
            }
            return new SocketCursor(
                    PullRequest.number("Last-Event-ID", last.substring(0, dot), 0, Long.MAX_VALUE),
                    ScopeToken.of(last.substring(dot + 1)));
        }
        String since = socket.parameters().get("since");
        String scope = socket.parameters().get("scope");
        return new SocketCursor(
                since == null ? null : PullRequest.number("since", since, 0, Long.MAX_VALUE),
                scope == null ? null : ScopeToken.of(scope));
    }
}
