// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.batch;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.record.WriteAnswers;
import io.lynchet.rest.schema.RowSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The route that writes several rows, all or none of them. */
public final class TransactOperations implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/transact", "Writes several rows, all or none of them.")
            .tagged("batches")
            .sending(WriteAnswers.SEQ, WriteAnswers.REPLAY)
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_COLUMN,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.REQUIRED_FIELD,
                    ErrorCode.INVALID_REFERENCE,
                    ErrorCode.HOOK_REJECTED,
                    ErrorCode.UNIQUE_VIOLATION,
                    ErrorCode.ID_CONFLICT,
                    ErrorCode.REFERENCE_IN_USE,
                    ErrorCode.CONFLICT,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(
                    SchemaText.array(RowSchemas.OPERATION, BatchOperationReader.OPERATIONS_MAX),
                    SchemaText.object(
                            "committed,results",
                            "committed",
                            "{\"const\":true}",
                            "results",
                            SchemaText.array(
                                    SchemaText.object("op,id", "op", RowSchemas.TEXT, "id", RowSchemas.ID),
                                    BatchOperationReader.OPERATIONS_MAX)));
    private static final byte[] NOTHING = "{\"committed\":true,\"results\":[]}".getBytes(StandardCharsets.UTF_8);

    private final Gate<DataService> data;

    public TransactOperations(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.later(data.stage(service -> {
            List<JsonNode> operations = BatchOperationReader.list(JsonTree.read(request.body()));
            if (operations.isEmpty()) {
                return CompletableFuture.completedStage(Response.json(200, NOTHING.clone()));
            }
            List<Mutation> mutations = read(
                    operations,
                    new BatchOperationReader(service, request.principal().admin()));
            try {
                return WriteAnswers.write(
                                service,
                                request,
                                mutations,
                                written -> WriteAnswers.stamped(
                                        Response.json(200, committed(written, mutations)), written))
                        .exceptionally(TransactOperations::refused);
            } catch (LynchetException e) {
                return CompletableFuture.completedStage(refused(e));
            }
        }));
    }

    /** Returns all mutations, or fails with the problems of all of them. */
    private static List<Mutation> read(List<JsonNode> operations, BatchOperationReader reader) {
        List<Mutation> mutations = new ArrayList<>(operations.size());
        List<Problem> problems = new ArrayList<>(0);
        for (JsonNode operation : operations) {
            try {
                mutations.add(reader.read(operation));
            } catch (LynchetException e) {
                if (e.code().status() >= 500) {
                    throw e;
                }
                problems.addAll(e.problems());
                if (problems.size() >= JsonLimits.PROBLEMS_MAX) {
                    break;
                }
            }
        }
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return mutations;
    }

    private static byte[] committed(WriteResult written, List<Mutation> mutations) {
        JsonWriter json = new JsonWriter(64 + 64 * mutations.size());
        json.beginObject().name("committed").value(true).name("results").beginArray();
        for (int i = 0; i < mutations.size(); i++) {
            json.beginObject()
                    .name("op")
                    .value(BatchOperationReader.nameOf(mutations.get(i)))
                    .name("id")
                    .value(written.items().get(i).id())
                    .endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /**
     * Returns the error envelope with the index of the operation. Throws failures that are not the operation's fault.
     */
    private static Response refused(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (!(cause instanceof LynchetException error)
                || error instanceof SchemaChangedException
                || error.code().status() >= 500) {
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        }
        int index = error instanceof MutationFailure failure ? failure.index() : 0;
        JsonWriter json = new JsonWriter(256).beginObject();
        json.name("committed").value(false).name("index").value(index).name("error");
        return Response.json(
                error.code().status(),
                ErrorBody.write(json, error, null).endObject().toBytes());
    }
}
