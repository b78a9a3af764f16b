// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Page;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.rest.query.PageCursor;
import io.lynchet.rest.query.QueryParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The export of all rows of some entities in the order of ids, streamed page by page. Each page is a read of its own,
 * so rows that are written meanwhile may or may not be in it. Backups are for one consistent state.
 */
final class RowExport {
    static final Parameter FORMAT = Parameter.oneOf(
            "format",
            List.of("json", "ndjson"),
            "json (the default) or ndjson; the header Accept: application/x-ndjson also selects ndjson.");

    private static final int PAGE_ROWS = 1_000;
    private static final long PAGE_BYTES = 1L << 20;

    private final Gate<DataService> data;
    private final Principal principal;
    private final JsonWriter json = new JsonWriter(4_096);

    private RowExport(Gate<DataService> data, Principal principal) {
        this.data = data;
        this.principal = principal;
    }

    static Response answer(Gate<DataService> data, Request request, List<Entity> entities) {
        boolean lines = asksForLines(request);
        RowExport export = new RowExport(data, request.principal());
        return lines
                ? Response.stream(200, JsonLines.CONTENT_TYPE, out -> export.writeLines(entities, out))
                : Response.stream(200, "application/json", out -> export.writeDocument(entities, out));
    }

    private static boolean asksForLines(Request request) {
        String format = request.queryParameter("format");
        if (format == null) {
            String accept = request.header("Accept");
            return accept != null && Arrays.stream(accept.split(",")).anyMatch(JsonLines::areNamedBy);
        }
        if (!format.equals("json") && !format.equals("ndjson")) {
            throw QueryParameters.invalid("format", "format must be json or ndjson.");
        }
        return format.equals("ndjson");
    }

    private void writeLines(List<Entity> entities, OutputStream out) throws IOException {
        for (Entity entity : entities) {
            Pages pages = new Pages(entity);
            for (List<Row> rows = pages.next(); rows != null; rows = pages.next()) {
                json.reset();
                for (Row row : rows) {
                    json.beginObject().name("entity").value(entity.name());
                    json.name("data").row(row, true).endObject().newLine();
                }
                json.writeTo(out);
            }
        }
    }

    private void writeDocument(List<Entity> entities, OutputStream out) throws IOException {
        text(out, "{\"exported_at\":");
        json.reset().value(Instant.now().truncatedTo(ChronoUnit.MICROS)).writeTo(out);
        text(out, ",\"entities\":{");
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Entity entity : entities) {
            text(out, counts.isEmpty() ? "" : ",");
            json.reset().name(entity.name()).writeTo(out);
            text(out, "[");
            counts.put(entity.name(), writeRows(entity, out));
            text(out, "]");
        }
        text(out, "},\"counts\":");
        json.reset().value(counts).writeTo(out);
        text(out, "}");
    }

    private long writeRows(Entity entity, OutputStream out) throws IOException {
        long count = 0;
        Pages pages = new Pages(entity);
        for (List<Row> rows = pages.next(); rows != null; rows = pages.next()) {
            for (Row row : rows) {
                text(out, count++ == 0 ? "" : ",");
                json.reset().row(row, true).writeTo(out);
            }
        }
        return count;
    }

    private static void text(OutputStream out, String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            out.write(ascii.charAt(i));
        }
    }

    /** The pages of one entity. */
    private final class Pages {
        private final Entity entity;
        private Filter filter = Filter.Constant.TRUE;
        private boolean ended;

        Pages(Entity entity) {
            this.entity = entity;
        }

        /** Returns the next rows, or null behind the last ones. */
        List<Row> next() {
            // The page before has been written.
            ReadMeter.current().handedOn();
            if (ended) {
                return null;
            }
            Query query = Query.of(entity, filter, PAGE_ROWS).within(PAGE_BYTES);
            Page page = data.call(service -> service.query(principal, query));
            ended = !page.hasMore();
            if (!ended) {
                String last = page.rows().get(page.rows().size() - 1).id();
                filter = PageCursor.rowsAfter(last, entity, List.of());
            }
            return page.rows();
        }
    }
}
