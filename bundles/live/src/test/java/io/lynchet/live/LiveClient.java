// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client's side of one live query, as the protocol describes it: it only knows what frames have told it. */
final class LiveClient {
    final String id;
    final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    final List<String> types = new ArrayList<>();
    Object value;
    boolean hasMore;
    long seq = -1;
    String scope;
    JsonNode error;
    int snapshots;

    LiveClient(String id) {
        this.id = id;
    }

    void take(List<JsonNode.ObjectNode> frames) {
        frames.stream().filter(frame -> id.equals(frame.get("id").plain())).forEach(this::take);
    }

    private void take(JsonNode.ObjectNode frame) {
        String type = (String) frame.get("type").plain();
        types.add(type);
        switch (type) {
            case "snapshot" -> {
                snapshots++;
                rows.clear();
                put(frame.get("rows"));
            }
            case "diff" -> {
                assertThat(frame.get("prev").plain())
                        .as("prev of %s", frame.text())
                        .isEqualTo(seq);
                put(frame.get("enter"));
                put(frame.get("update"));
                if (frame.get("leave") instanceof JsonNode.ArrayNode gone) {
                    gone.plain().forEach(rows::remove);
                }
            }
            case "error" -> error = frame.get("error");
            default -> {}
        }
        if (type.equals("snapshot") || type.equals("diff")) {
            long next = (Long) frame.get("seq").plain();
            assertThat(next).as("seq of %s", frame.text()).isGreaterThanOrEqualTo(seq);
            seq = next;
            scope = frame.get("scope") == null
                    ? scope
                    : (String) frame.get("scope").plain();
            hasMore = frame.get("has_more") == null
                    ? hasMore
                    : (Boolean) frame.get("has_more").plain();
            value = frame.get("count") != null ? frame.get("count").plain() : value;
            value = frame.get("groups") != null ? frame.get("groups").plain() : value;
        }
    }

    private void put(JsonNode many) {
        if (many instanceof JsonNode.ArrayNode array) {
            for (JsonNode row : array.items()) {
                Map<String, Object> plain = ((JsonNode.ObjectNode) row).plain();
                rows.put((String) plain.get("id"), plain);
            }
        }
    }
}
