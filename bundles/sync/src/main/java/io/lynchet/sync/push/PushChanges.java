// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import java.util.List;
import java.util.Optional;

/**
 * The route of a push. It takes the changes that a client made while it was away.
 *
 * <p>Each change is made or refused alone, and the response has an outcome for each. With {@code "atomic": true} all
 * are made or none. A change with an {@code op_id} is made once, however often it is sent, also across a restart of the
 * server. A repetition gets the result of the first.
 *
 * <p>When the server is at fault and every change can be sent again, the push fails as a whole, so that the client
 * repeats it.
 */
public final class PushChanges implements Route {
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String ROW_ID =
            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" + PushedChange.NAME_CHARS_MAX + "}";
    // The data of a change is checked when it is made; an error there fails that change only.
    private static final String WRITE = SchemaText.object(
            "entity,row_id,kind,data",
            "entity",
            TEXT,
            "row_id",
            ROW_ID,
            "kind",
            "{\"enum\":[\"insert\",\"update\"]}",
            "data",
            "{}",
            "op_id",
            name(PushedChange.NAME_CHARS_MAX));
    private static final String DELETE = SchemaText.object(
            "entity,row_id,kind",
            "entity",
            TEXT,
            "row_id",
            ROW_ID,
            "kind",
            "{\"const\":\"delete\"}",
            "data",
            "{}",
            "op_id",
            name(PushedChange.NAME_CHARS_MAX));
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/sync/push", "Applies the changes of a replica.")
            .tagged("sync")
            .sending(AnswerHeader.always("X-Pylon-Change-Seq", "The head of the log after these changes.")
                    .of("{\"type\":\"integer\",\"minimum\":0}"))
            .failing(ErrorCode.INVALID_DATA, ErrorCode.CONFLICT, ErrorCode.IDEMPOTENCY_KEY_REUSED, ErrorCode.STORE_FULL)
            .schemas(
                    SchemaText.object(
                            "changes",
                            "client_id",
                            name(PushRequest.CLIENT_CHARS_MAX),
                            "atomic",
                            "{\"type\":\"boolean\"}",
                            "changes",
                            SchemaText.array("{\"oneOf\":[" + WRITE + "," + DELETE + "]}", PushRequest.CHANGES_MAX)),
                    PushAnswer.SCHEMA);

    private final Gate<DataService> data;
    private final Gate<ChangeFeed> feed;

    public PushChanges(Gate<DataService> data, Gate<ChangeFeed> feed) {
        this.data = data;
        this.feed = feed;
    }

    private static String name(int charsMax) {
        return "{\"type\":\"string\",\"pattern\":\"^[!-~]{1," + charsMax + "}$\"}";
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        PushRequest push = PushRequest.of(JsonTree.read(request.body()));
        // Read before the writes: no call may wait on the thread that brings the results.
        long head = feed.call(ChangeFeed::head);
        return Response.later(data.stage(
                        service -> new PushWriter(service, request.principal(), client(request, push), push).write())
                .thenApply(outcomes -> answer(push, outcomes, head)));
    }

    // Anonymous callers are told apart by address; otherwise one would get the results of another.
    private static String client(Request request, PushRequest push) {
        boolean anonymous =
                request.principal().userId() == null && !request.principal().admin();
        return anonymous ? request.remoteAddress() + " " + push.clientId() : push.clientId();
    }

    private static Response answer(PushRequest push, List<PushOutcome> outcomes, long headBefore) {
        Optional<PushOutcome> fault =
                outcomes.stream().filter(PushOutcome::isServersFault).findFirst();
        if (fault.isPresent() && (push.isRepeatable() || push.atomic())) {
            throw fault.get().failure();
        }
        long head = headBefore;
        for (PushOutcome outcome : outcomes) {
            head = Math.max(head, outcome.seq());
        }
        return Response.json(200, PushAnswer.of(outcomes, head)).with("X-Pylon-Change-Seq", Long.toString(head));
    }
}
