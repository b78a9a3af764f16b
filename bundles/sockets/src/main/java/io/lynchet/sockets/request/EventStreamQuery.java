// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The live query in the address of an event stream, as the frame that the client of a WebSocket would send. */
public final class EventStreamQuery {
    public static final String TYPE = "subscribe";
    public static final String ID = "1";

    public static final Parameter SINCE =
            Parameter.integer("since", 0, Long.MAX_VALUE, "Seq up to which the client has the changes.");
    public static final Parameter SCOPE = new Parameter("scope", "string", "Scope that came with that seq.");

    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter("entity", "string", "Entity whose rows are watched."),
            new Parameter("where", "string", "Filter as JSON."),
            new Parameter("order", "string", "Order as JSON, such as [[\"createdAt\",\"desc\"]]."),
            Parameter.integer("limit", 1, 10_000, "Most rows, 1 to 10000."),
            new Parameter("count", "boolean", "Whether to watch the count instead of rows."),
            new Parameter("aggregate", "string", "Aggregate as JSON instead of rows."),
            SINCE,
            SCOPE);

    private static final Set<String> NAMES =
            PARAMETERS.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());

    private final Request request;
    private final JsonWriter json = new JsonWriter(256).beginObject();

    private EventStreamQuery(Request request) {
        this.request = request;
    }

    /**
     * Returns the subscribe frame of a request. Fails with:
     *
     * <ul>
     *   <li>{@code INVALID_PARAMETER} or {@code INVALID_JSON} for errors that show without the schema;
     *   <li>{@code INVALID_CURSOR} for the header Last-Event-ID.
     * </ul>
     */
    public static byte[] of(Request request) {
        request.queryParameters().keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid("There is no parameter " + name + " here; there are "
                            + String.join(", ", new TreeSet<>(NAMES)) + ".");
                });
        return new EventStreamQuery(request).write();
    }

    private byte[] write() {
        String entity = request.queryParameter("entity");
        if (entity == null || entity.isEmpty()) {
            throw invalid("The parameter entity is missing.");
        }
        json.name("type").value(TYPE).name("id").value(ID).name("entity").value(entity);
        embed("where");
        embed("order");
        embed("aggregate");
        count();
        String limit = request.queryParameter("limit");
        if (limit != null) {
            json.name("limit").value(wholeNumber("limit", limit));
        }
        resume();
        return json.endObject().toBytes();
    }

    private void embed(String name) {
        String text = request.queryParameter(name);
        if (text != null) {
            json.name(name).node(JsonTree.read(text, name));
        }
    }

    private void count() {
        String count = request.queryParameter("count");
        if (count != null && !count.equals("true") && !count.equals("false")) {
            throw invalid("The parameter count must be true or false.");
        }
        if ("true".equals(count)) {
            json.name("count").value(true);
        }
    }

    // The header is newer: a browser that reconnects repeats the address of its first request.
    private void resume() {
        String last = request.header("Last-Event-ID");
        if (last != null && !last.isEmpty()) {
            ResumePoint point = ResumePoint.of(last);
            json.name("since").value(point.seq()).name("scope").value(point.scope());
            return;
        }
        String since = request.queryParameter("since");
        if (since != null) {
            json.name("since").value(wholeNumber("since", since));
        }
        String scope = request.queryParameter("scope");
        if (scope != null) {
            json.name("scope").value(scope);
        }
    }

    static long wholeNumber(String name, String text) {
        long number = ResumePoint.number(text);
        if (number < 0) {
            throw invalid("The parameter " + name + " must be a whole number.");
        }
        return number;
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.INVALID_PARAMETER, message);
    }
}
