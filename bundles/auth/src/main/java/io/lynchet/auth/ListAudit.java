// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What happened to accounts and credentials, for admins. */
final class ListAudit implements Route {
    private static final int LIMIT_DEFAULT = 100;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/audit", "Lists what happened to accounts and credentials, newest first.")
            .taking(
                    new Parameter("user", "string", "Only what concerns this user."),
                    new Parameter("before", "string", "Only what is older than this instant."),
                    new Parameter("limit", "integer", "Most entries, 1 to 1000; 100 without it."))
            .forAdmins()
            .tagged("auth");

    private final Parts parts;

    ListAudit(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(4_096).beginArray();
        String user = request.queryParameter("user");
        for (Audit.Entry entry : parts.audit().entries(user, before(request), limit(request))) {
            json.beginObject()
                    .name("id")
                    .value(entry.id())
                    .name("at")
                    .value(entry.at())
                    .name("event")
                    .value(entry.event())
                    .name("user_id")
                    .value(entry.userId())
                    .name("actor")
                    .value(entry.actor())
                    .name("address")
                    .value(entry.address())
                    .name("detail")
                    .value(entry.detail())
                    .endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }

    private static Instant before(Request request) {
        String before = request.queryParameter("before");
        try {
            return before == null ? null : Instant.parse(before);
        } catch (DateTimeParseException e) {
            throw new LynchetException(
                    ErrorCode.INVALID_PARAMETER, "before has to be an instant such as 2026-01-31T12:00:00Z.", e);
        }
    }

    private static int limit(Request request) {
        String limit = request.queryParameter("limit");
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        if (!limit.matches("[1-9][0-9]{0,2}|1000")) {
            throw new LynchetException(ErrorCode.INVALID_PARAMETER, "limit has to be 1 to 1000.");
        }
        return Integer.parseInt(limit);
    }
}
