// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Page;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.QueryReader;
import io.lynchet.json.query.QueryRequest;
import io.lynchet.rest.schema.RowSchemas;

/**
 * The route that responds with the rows that match a filter, as a bare array; a header tells whether there are more.
 */
public final class QueryRecords implements Route {
    /** {@code true} or {@code false}. */
    static final String MORE_HEADER = "X-Has-More";

    static final AnswerHeader MORE =
            AnswerHeader.always(MORE_HEADER, "Whether more rows follow.").of("{\"enum\":[\"true\",\"false\"]}");

    static final String CURSOR_HEADER = "X-Next-Cursor";

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/query/{entity}", "Returns the rows that match a filter.")
            .reading()
            .tagged("queries")
            .sending(
                    MORE,
                    AnswerHeader.sometimes(
                            CURSOR_HEADER, "Value of the parameter after for the next page, if there is one."))
            .taking(Parameter.text(
                    "after", 1, PageCursor.CHARS_MAX, "X-Next-Cursor of the page before, with the same body."))
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_PARAMETER,
                    ErrorCode.INVALID_QUERY,
                    ErrorCode.INVALID_COLUMN,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.INVALID_CURSOR,
                    ErrorCode.QUERY_TIMEOUT)
            .schemas(
                    "{\"type\":\"object\",\"description\":\"The members of a filter, and also $order, $limit and"
                            + " $offset.\","
                            + "\"properties\":{\"$order\":" + RowSchemas.ORDER
                            + ",\"$limit\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":10000},\"$offset\":"
                            + RowSchemas.OFFSET
                            + "}}",
                    RowSchemas.ROWS);

    private final Gate<DataService> data;

    public QueryRecords(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return data.call(service -> answer(service, request));
    }

    private static Response answer(DataService service, Request request) {
        Entity entity = service.entity(request.pathParameter("entity"));
        Principal principal = request.principal();
        QueryRequest query = QueryReader.read(request.body(), entity, principal.admin());
        String after = request.queryParameter("after");
        if (after != null && query.offset() > 0) {
            throw QueryParameters.invalid("after", "$offset and after exclude each other.");
        }
        // An invalid cursor is refused whatever the limit.
        Filter behind = after == null ? Filter.Constant.TRUE : PageCursor.rowsAfter(after, entity, query.order());
        if (query.isForNothing()) {
            return Response.json(200, new byte[] {'[', ']'}).with(MORE_HEADER, "false");
        }
        Query asked = query.toQuery();
        if (after != null) {
            asked = new Query(entity, asked.filter().and(behind), asked.order(), asked.limit(), 0);
        }
        Page page = service.query(principal, asked.within(Page.BYTES_MAX));
        JsonWriter json = new JsonWriter(16 + 256 * page.rows().size()).beginArray();
        for (Row row : page.rows()) {
            json.row(row, principal.admin());
        }
        Response response =
                Response.json(200, json.endArray().toBytes()).with(MORE_HEADER, Boolean.toString(page.hasMore()));
        return page.hasMore() ? withCursor(response, page, query) : response;
    }

    private static Response withCursor(Response response, Page page, QueryRequest query) {
        Row last = page.rows().get(page.rows().size() - 1);
        String cursor = PageCursor.behind(last, query.order());
        // An imported id may have characters that no header can hold.
        boolean printable = cursor.chars().allMatch(c -> c >= ' ' && c <= '~');
        return printable ? response.with(CURSOR_HEADER, cursor) : response;
    }
}
