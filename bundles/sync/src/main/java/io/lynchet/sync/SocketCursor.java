// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.socket.ClientSocket;
import java.util.List;

/**
 * From where a socket wants to be told.
 *
 * @param since null for from now on
 * @param scope null when the client does not say
 */
record SocketCursor(Long since, ScopeToken scope) {
    /** {@code INVALID_PARAMETER}. An event stream that comes back goes on behind the last event that arrived. */
    static SocketCursor of(ClientSocket socket) {
        String last = socket.lastEventId();
        if (last != null && !last.isEmpty()) {
            int dot = last.indexOf('.');
            if (dot < 0) {
                throw LynchetException.invalid(List.of(new Problem(
                        "Last-Event-ID", ErrorCode.INVALID_PARAMETER, "Last-Event-ID was not made by this server.")));
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
