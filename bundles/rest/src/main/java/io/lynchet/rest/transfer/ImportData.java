// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.record.WriteAnswers;
import io.lynchet.rest.schema.RowSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The route that inserts rows which keep their ids: a whole document, or a stream of lines of any length. Rows are
 * committed in groups. A refused row is reported and does not prevent the others.
 */
public final class ImportData implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/import", "Inserts rows that keep their ids, as JSON or as lines of JSON.")
            .tagged("transfer")
            .forAdmins()
            .takingAs(JsonLines.taken())
            .sending(WriteAnswers.SEQ)
            .schemas(
                    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"entities\"],\"properties\":{\"entities\":"
                            + RowSchemas.byEntity(
                                    "{\"type\":\"array\",\"items\":" + RowSchemas.orFailing(RowSchemas.ROW) + "}")
                            + ",\"exported_at\":{},\"counts\":{}}}",
                    SchemaText.object(
                            "imported,failed,by_entity,errors,errors_truncated",
                            "imported",
                            RowSchemas.COUNT,
                            "failed",
                            RowSchemas.COUNT,
                            "by_entity",
                            "{\"type\":\"array\",\"items\":"
                                    + SchemaText.object(
                                            "entity,inserted,failed",
                                            "entity",
                                            RowSchemas.TEXT,
                                            "inserted",
                                            RowSchemas.COUNT,
                                            "failed",
                                            RowSchemas.COUNT)
                                    + "}",
                            "errors",
                            "{\"type\":\"array\",\"maxItems\":1000,\"items\":"
                                    + SchemaText.object(
                                            "at,error",
                                            "at",
                                            RowSchemas.TEXT,
                                            "entity",
                                            RowSchemas.TEXT,
                                            "id",
                                            RowSchemas.TEXT,
                                            "error",
                                            "{\"type\":\"object\"}")
                                    + "}",
                            "errors_truncated",
                            "{\"type\":\"boolean\"}"));

    private final Gate<DataService> data;
    private final int waitingMax;

    public ImportData(Gate<DataService> data) {
        this(data, ImportRun.WAITING_MAX);
    }

    /** @param waitingMax the number of rows that may wait for those that they refer to */
    public ImportData(Gate<DataService> data, int waitingMax) {
        this.data = data;
        this.waitingMax = waitingMax;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String type = request.header("Content-Type");
        ImportRun run = new ImportRun(data, request.principal(), waitingMax);
        if (type != null && JsonLines.areNamedBy(type)) {
            lines(request, run);
        } else {
            document(request, run);
        }
        return run.finish();
    }

    private static void document(Request request, ImportRun run) {
        // The document of an export is accepted as it is.
        BodyObject body = new BodyObject(
                JsonTree.read(LineSource.withoutMark(request.body())), Set.of("entities", "exported_at", "counts"));
        if (!(body.get("entities") instanceof JsonNode.ObjectNode entities)) {
            body.problem(body.node(), "The key \"entities\" is missing or not an object.");
            body.throwIfAny();
            return;
        }
        for (JsonNode.Member member : entities.members()) {
            if (!(member.value() instanceof JsonNode.ArrayNode)) {
                body.problem(
                        member.value(),
                        "Expected an array of rows, got " + member.value().kind() + ".");
            }
        }
        body.throwIfAny();
        for (JsonNode.Member member : entities.members()) {
            for (JsonNode row : ((JsonNode.ArrayNode) member.value()).items()) {
                run.add(new ImportItem(row.place().path(), member.name(), row, null));
            }
        }
    }

    private static void lines(Request request, ImportRun run) {
        LineSource source = new LineSource(request.bodyStream());
        try {
            for (byte[] line = source.next(); line != null; line = source.next()) {
                String at = "line " + source.number();
                try {
                    if (line == LineSource.TOO_LONG) {
                        throw new LynchetException(
                                ErrorCode.PAYLOAD_TOO_LARGE,
                                "The line is longer than " + LineSource.LINE_BYTES_MAX + " bytes.");
                    }
                    if (!isBlank(line)) {
                        run.add(ImportItem.ofLine(at, line));
                    }
                } catch (LynchetException e) {
                    run.refuse(at, null, null, e);
                }
            }
        } catch (IOException e) {
            throw new LynchetException(
                    ErrorCode.BAD_REQUEST,
                    "The body ended early, after line " + source.number() + "; " + run.imported()
                            + " rows are imported.",
                    List.of(),
                    e);
        }
    }

    private static boolean isBlank(byte[] line) {
        return line.length == 0 || new String(line, StandardCharsets.ISO_8859_1).isBlank();
    }
}
