// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Caller;
import io.lynchet.http.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The conditions that a request must fulfil before its route sees it. */
public final class Admission {
    private Admission() {}

    public static void check(RequestContext requestContext, BoundRoute route, Caller caller) {
        if (route.info().adminOnly() && !caller.principal().admin()) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "This operation is for admins.");
        }
        checkScope(route.info().access(), caller);
        if (!route.info().anyParameter()) {
            checkParameters(requestContext.target().parameters(), route);
        }
        if (route.info().requestSchema() != null || !route.info().otherBodies().isEmpty()) {
            checkContentType(requestContext.inbound(), route.info());
        }
    }

    private static void checkScope(RouteInfo.Access access, Caller caller) {
        if (access != RouteInfo.Access.READ && access != RouteInfo.Access.WRITE) {
            return;
        }
        String wanted = access == RouteInfo.Access.READ ? Caller.READ : Caller.WRITE;
        if (!caller.scopes().contains(wanted)) {
            throw new LynchetException(
                    ErrorCode.SCOPE_MISSING, "This request needs a key with the scope \"" + wanted + "\".");
        }
    }

    private static void checkParameters(Map<String, List<String>> given, BoundRoute route) {
        List<Problem> problems = new ArrayList<>(0);
        for (String name : given.keySet()) {
            if (!route.parameters().contains(name)) {
                String known = route.parameters().isEmpty()
                        ? "this path has none"
                        : "the parameters here are: " + String.join(", ", route.parameters());
                problems.add(new Problem(
                        name, ErrorCode.INVALID_PARAMETER, "Unknown query parameter \"" + name + "\"; " + known + "."));
            }
        }
        if (problems.size() == 1) {
            throw LynchetException.invalid(problems);
        }
        if (!problems.isEmpty()) {
            throw new LynchetException(
                    ErrorCode.INVALID_PARAMETER, problems.size() + " unknown query parameters; see details", problems);
        }
    }

    private static void checkContentType(Inbound inbound, RouteInfo info) {
        String type = inbound.header("Content-Type");
        boolean json = info.requestSchema() != null;
        if (json && (type == null || inbound.contentLength() == 0 || isJson(type))) {
            return;
        }
        List<Content> others = info.otherBodies();
        for (int i = 0; type != null && i < others.size(); i++) {
            if (others.get(i).isNamedBy(type)) {
                return;
            }
        }
        String first = json ? "application/json in UTF-8" : others.get(0).mediaType();
        throw new LynchetException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This operation accepts " + first + ".");
    }

    private static boolean isJson(String type) {
        if (type.equals("application/json")) {
            return true;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";");
        if (!parts[0].trim().equals("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim().replace("\"", "");
            // Without the hyphen it is no registered name, but many clients send it.
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=utf8")) {
                return false;
            }
        }
        return true;
    }
}
