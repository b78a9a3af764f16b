// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.batch;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.json.BodyObject;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.record.WriteAnswers;
import io.lynchet.rest.schema.RowSchemas;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The route that writes several rows in order, each on its own. */
public final class BatchOperations implements Route {
    private static final String RESULT = SchemaText.object(
            "ok",
            "op",
            RowSchemas.TEXT,
            "id",
            RowSchemas.TEXT,
            "ok",
            "{\"type\":\"boolean\"}",
            "error",
            RowSchemas.TEXT,
            "code",
            RowSchemas.TEXT,
            "details",
            "{\"type\":\"array\"}");
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/batch", "Writes several rows in order, each on its own.")
            .tagged("batches")
            .sending(WriteAnswers.SEQ)
            .forAdmins()
            .failing(ErrorCode.IDEMPOTENCY_KEY_REUSED)
            .schemas(
                    SchemaText.object(
                            "operations",
                            "operations",
                            SchemaText.array(
                                    RowSchemas.orFailing(RowSchemas.OPERATION), BatchOperationReader.OPERATIONS_MAX)),
                    SchemaText.object(
                            "results,succeeded,failed",
                            "results",
                            SchemaText.array(RESULT, BatchOperationReader.OPERATIONS_MAX),
                            "succeeded",
                            RowSchemas.COUNT,
                            "failed",
                            RowSchemas.COUNT));

    /** The number of running writes: enough to share commits, few enough to leave room in the store's queue. */
    private static final int UNDER_WAY_MAX = 64;

    private final Gate<DataService> data;

    public BatchOperations(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return data.call(service -> {
            BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("operations"));
            JsonNode list = body.get("operations");
            if (list == null) {
                body.problem(body.node(), "The key \"operations\" is missing.");
            }
            body.throwIfAny();
            return new Run(service, request).answer(BatchOperationReader.list(list));
        });
    }

    /** A batch. Its operations are submitted in order without waiting for each other, and reported in order. */
    private static final class Run {
        private final DataService service;
        private final Request request;
        private final BatchOperationReader reader;
        private final Optional<Operation> key;
        private final JsonWriter json = new JsonWriter(1_024);
        private final Deque<UnderWay> underWay = new ArrayDeque<>();
        private int succeeded;
        private int failed;
        private long seq;

        private record UnderWay(JsonNode node, Mutation mutation, CompletionStage<WriteResult> stage) {}

        Run(DataService service, Request request) {
            this.service = service;
            this.request = request;
            this.key = WriteAnswers.idempotency(request);
            this.reader = new BatchOperationReader(service, request.principal().admin());
        }

        Response answer(List<JsonNode> operations) {
            json.beginObject().name("results").beginArray();
            for (int i = 0; i < operations.size(); i++) {
                if (underWay.size() == UNDER_WAY_MAX) {
                    report(underWay.removeFirst());
                }
                start(operations.get(i), i);
                if (i == 0 && key.isPresent()) {
                    requireOwnKey();
                }
            }
            underWay.forEach(this::report);
            json.endArray().name("succeeded").value(succeeded).name("failed").value(failed);
            Response response = Response.json(200, json.endObject().toBytes());
            return seq == 0 ? response : response.with(WriteAnswers.SEQ_HEADER, Long.toString(seq));
        }

        private void start(JsonNode node, int index) {
            try {
                Mutation mutation = reader.read(node);
                underWay.add(new UnderWay(
                        node,
                        mutation,
                        service.write(request.principal(), List.of(mutation), key.map(whole -> part(whole, index)))));
            } catch (LynchetException e) {
                underWay.forEach(this::report);
                underWay.clear();
                reportFailure(node, e);
            }
        }

        /** Waits for the first write. A batch writes nothing when its key is that of another one. */
        private void requireOwnKey() {
            for (UnderWay first : underWay) {
                try {
                    WriteAnswers.await(first.stage());
                } catch (LynchetException e) {
                    if (e.code() == ErrorCode.IDEMPOTENCY_KEY_REUSED) {
                        throw e;
                    }
                    // Reported in its turn.
                }
            }
        }

        /** Returns the key of one write of the request; the digest stays that of the whole request. */
        private static Operation part(Operation whole, int index) {
            return new Operation(
                    new OperationKey(whole.key().clientId(), whole.key().operationId() + "#" + index), whole.request());
        }

        private void report(UnderWay one) {
            try {
                WriteResult written = WriteAnswers.await(one.stage());
                seq = Math.max(seq, written.seq());
                succeeded++;
                json.beginObject().name("op").value(BatchOperationReader.nameOf(one.mutation()));
                json.name("id").value(written.items().get(0).id());
                json.name("ok").value(true).endObject();
            } catch (LynchetException e) {
                reportFailure(one.node(), e);
            }
        }

        private void reportFailure(JsonNode node, LynchetException error) {
            failed++;
            json.beginObject();
            for (String name : List.of("op", "id")) {
                if (node instanceof JsonNode.ObjectNode object
                        && object.get(name) instanceof JsonNode.StringNode text) {
                    json.name(name).value(text.value());
                }
            }
            // Clients of the wire format know the message as text; the rest of the envelope is beside it.
            json.name("ok").value(false).name("error").value(error.getMessage());
            json.name("code").value(error.code().name());
            ErrorBody.details(json, error).endObject();
        }
    }
}
