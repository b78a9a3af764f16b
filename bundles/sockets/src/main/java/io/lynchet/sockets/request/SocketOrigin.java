// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.request;

import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket.Purpose;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data of the request that opened a socket.
 *
 * @param lastEventId null for WebSockets and for streams that begin
 * @param check null when there are no credentials to check again
 */
public record SocketOrigin(
        Purpose purpose,
        boolean eventStream,
        Map<String, String> parameters,
        String lastEventId,
        String address,
        Principal principal,
        CredentialRecheck check) {

    /** Returns the origin of a request. Fails with {@code INVALID_PARAMETER} when a parameter is given twice. */
    public static SocketOrigin of(Request request, Purpose purpose, boolean eventStream) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.queryParameters().keySet().forEach(name -> parameters.put(name, request.queryParameter(name)));
        String last = eventStream ? request.header("Last-Event-ID") : null;
        boolean anonymous = request.caller().kind() == Caller.Kind.NONE;
        return new SocketOrigin(
                purpose,
                eventStream,
                Map.copyOf(parameters),
                last == null || last.isEmpty() ? null : last,
                request.remoteAddress(),
                request.principal(),
                anonymous ? null : request.callerCheck());
    }

    /** Returns the user's id, {@code admin}, or {@code -}. */
    public static String nameOf(Principal principal) {
        return principal.userId() != null ? principal.userId() : principal.admin() ? "admin" : "-";
    }
}
