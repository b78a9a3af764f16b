// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client's side of one live query, as the protocol tells it: it knows only what frames have said. Frames that don't
 * follow the one before are counted, and so are rows that come or go twice. For any thread.
 */
public final class LiveReplica {
    final String id;
    private final String query;
    private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    private final List<String> types = new ArrayList<>();
    private long seq = -1;
    private String scope;
    private Object figures;
    private String error;
    private int missed;
    private int duplicated;
    private int snapshots;
    private int diffs;
    private int losts;

    /** @param query the members of the subscribe frame after its id, such as {@code "entity":"Item"} */
    public LiveReplica(String id, String query) {
        this.id = id;
        this.query = query;
    }

    /** The frame that asks for everything, or, when something is here already, for what is missing. */
    synchronized String subscribe() {
        String cursor = seq < 0 ? "" : ",\"since\":" + seq + ",\"scope\":\"" + scope + "\"";
        return "{\"type\":\"subscribe\",\"id\":\"" + id + "\"," + query + cursor + "}";
    }

    /** Takes a frame, whosever it is; true when it was about this query. */
    boolean take(String text) {
        return take((JsonNode.ObjectNode) JsonTree.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized boolean take(JsonNode.ObjectNode frame) {
        if (frame.get("id") == null || !id.equals(frame.get("id").plain())) {
            return false;
        }
        String type = (String) frame.get("type").plain();
        types.add(type);
        switch (type) {
            case "snapshot" -> {
                snapshots++;
                rows.clear();
                put(frame.get("rows"));
                follow(frame);
            }
            case "diff" -> {
                diffs++;
                change(frame);
                follow(frame);
            }
            case "lost" -> losts++;
            case "error" -> error = frame.get("error").text().text();
            default -> {}
        }
        return true;
    }

    private void change(JsonNode.ObjectNode frame) {
        long prev = (Long) frame.get("prev").plain();
        if (prev > seq) {
            missed++;
        } else if (prev < seq) {
            duplicated++;
        }
        duplicated += put(frame.get("enter"));
        int updates = frame.get("update") instanceof JsonNode.ArrayNode some
                ? some.items().size()
                : 0;
        missed += updates - put(frame.get("update"));
        if (frame.get("leave") instanceof JsonNode.ArrayNode gone) {
            for (Object row : gone.plain()) {
                duplicated += rows.remove(row) == null ? 1 : 0;
            }
        }
    }

    private void follow(JsonNode.ObjectNode frame) {
        seq = (Long) frame.get("seq").plain();
        scope = frame.get("scope") == null ? scope : (String) frame.get("scope").plain();
        for (String name : List.of("count", "groups")) {
            figures = frame.get(name) == null ? figures : frame.get(name).plain();
        }
    }

    /** How many of them were there before. */
    private int put(JsonNode many) {
        int before = 0;
        if (many instanceof JsonNode.ArrayNode array) {
            for (JsonNode row : array.items()) {
                Map<String, Object> plain = ((JsonNode.ObjectNode) row).plain();
                before += rows.put((String) plain.get("id"), plain) == null ? 0 : 1;
            }
        }
        return before;
    }

    /** By id. */
    public synchronized List<Map<String, Object>> rows() {
        List<Map<String, Object>> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparing(row -> (String) row.get("id")));
        return sorted;
    }

    public synchronized boolean has(String rowId) {
        return rows.containsKey(rowId);
    }

    public synchronized Object figures() {
        return figures;
    }

    public synchronized String error() {
        return error;
    }

    public synchronized long seq() {
        return seq;
    }

    synchronized String scope() {
        return scope;
    }

    /** Changes that were not told, as far as a client can see it. */
    public synchronized int missed() {
        return missed;
    }

    /** Changes that were told twice. */
    public synchronized int duplicated() {
        return duplicated;
    }

    public synchronized int snapshots() {
        return snapshots;
    }

    public synchronized int diffs() {
        return diffs;
    }

    synchronized int losts() {
        return losts;
    }

    /** Types of all frames in their order. */
    public synchronized List<String> types() {
        return List.copyOf(types);
    }
}
