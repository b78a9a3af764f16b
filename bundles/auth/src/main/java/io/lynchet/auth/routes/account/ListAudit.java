// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.auth.Audit;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.system.rows.NewestPage;

/** The route that lists audit entries about accounts and credentials, for admins. */
public final class ListAudit implements Route {
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String OPTIONAL = "{\"type\":[\"string\",\"null\"]}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/audit", "Lists the audit log of accounts and credentials, newest first.")
            .taking(
                    new Parameter("user", "string", "Only entries about this user."),
                    NewestPage.BEFORE,
                    NewestPage.LIMIT)
            .forAdmins()
            .tagged("auth")
            .schemas(
                    null,
                    SchemaText.array(
                            SchemaText.object(
                                    "id,at,event,user_id,actor,address,detail",
                                    "id",
                                    TEXT,
                                    "at",
                                    "{\"type\":\"string\",\"format\":\"date-time\"}",
                                    "event",
                                    TEXT,
                                    "user_id",
                                    OPTIONAL,
                                    "actor",
                                    OPTIONAL,
                                    "address",
                                    OPTIONAL,
                                    "detail",
                                    OPTIONAL),
                            NewestPage.LIMIT_MAX));

    private final AuthServices services;

    public ListAudit(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(4_096).beginArray();
        NewestPage page = NewestPage.of(request);
        String user = request.queryParameter("user");
        for (Audit.Entry entry : services.audit().entries(user, page.before(), page.limit())) {
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
}
