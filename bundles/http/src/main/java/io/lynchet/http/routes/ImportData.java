// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

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
import io.lynchet.json.SchemaText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Inserts rows that keep their ids: a whole document, or a stream of lines of any length. Rows are committed in groups; a row that is
 * refused is reported and does not keep the others out.
 */
public final class ImportData implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/import", "Inserts rows that keep their ids, as JSON or as lines of JSON.")
            .tagged("transfer")
            .forAdmins()
            .takingAs(JsonLines.taken())
            .sending(Writing.SEQ)
            .schemas(
                    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"entities\"],\"properties\":{\"entities\":"
                            + Schemas.byEntity("{\"type\":\"array\",\"items\":" + Schemas.orFailing(Schemas.ROW) + "}")
                            + ",\"exported_at\":{},\"counts\":{}}}",
                    SchemaText.object(
                            "imported,failed,by_entity,errors,errors_truncated",
                            "imported",
                            Schemas.COUNT,
                            "failed",
                            Schemas.COUNT,
                            "by_entity",
                            "{\"type\":\"array\",\"items\":"
                                    + SchemaText.object(
                                            "entity,inserted,failed",
                                            "entity",
                                            Schemas.TEXT,
                                            "inserted",
                                            Schemas.COUNT,
                                            "failed",
                                            Schemas.COUNT)
                                    + "}",
                            "errors",
                            "{\"type\":\"array\",\"maxItems\":1000,\"items\":"
                                    + SchemaText.object(
                                            "at,error",
                                            "at",
                                            Schemas.TEXT,
                                            "entity",
                                            Schemas.TEXT,
                                            "id",
                                            Schemas.TEXT,
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

    /** @param waitingMax rows that may wait for those that they refer to */
    ImportData(Gate<DataService> data, int waitingMax) {
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
        // export's own document is taken as it is.
        BodyObject body = new BodyObject(
                JsonTree.read(LineSource.withoutMark(request.body())), Set.of("entities", "exported_at", "counts"));
        if (!(body.get("entities") instanceof JsonNode.ObjectNode entities)) {
            body.problem(body.node(), "The key \"entities\" is missing or no object.");
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
                    "The body broke off behind line " + source.number() + "; " + run.imported() + " rows are imported.",
                    List.of(),
                    e);
        }
    }

    private static boolean isBlank(byte[] line) {
        return line.length == 0 || new String(line, StandardCharsets.ISO_8859_1).isBlank();
    }
}
