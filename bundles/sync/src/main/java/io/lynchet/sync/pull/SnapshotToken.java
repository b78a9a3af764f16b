// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.sync.event.ScopeToken;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The place at which a snapshot continues. The server keeps no state of it.
 *
 * @param lastId the id of the row sent last; empty before the first row of an entity
 * @param sent the number of rows sent, of all entities
 * @param seq the seq at which the snapshot began
 * @param scope the rights under which it began
 */
record SnapshotToken(String lastId, String entity, long sent, long seq, ScopeToken scope) {
    private static final int CHARS_MAX = 1_000;

    /**
     * Parses a query parameter. Fails with {@code INVALID_CURSOR} for anything that {@link #toString} does not return.
     */
    static SnapshotToken of(String text) {
        if (text.length() > CHARS_MAX) {
            throw invalid();
        }
        try {
            // Routers decode a parameter once. A client that has not encoded the token sends it as it got it, and it
            // arrives decoded.
            String json = text.startsWith("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
            JsonNode node = JsonTree.read(json, "$");
            if (!(node instanceof JsonNode.ObjectNode object) || object.byName().size() != 5) {
                throw invalid();
            }
            return of(object.plain());
        } catch (IllegalArgumentException e) {
            throw new LynchetException(ErrorCode.INVALID_CURSOR, invalid().getMessage(), e);
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.INVALID_CURSOR ? e : invalid();
        }
    }

    private static SnapshotToken of(Map<String, Object> members) {
        if (members.get("a") instanceof String lastId
                && members.get("e") instanceof String entity
                && members.get("n") instanceof Long sent
                && members.get("s") instanceof Long seq
                && members.get("c") instanceof String scope
                && sent >= 0
                && seq >= 0) {
            return new SnapshotToken(lastId, entity, sent, seq, ScopeToken.of(scope));
        }
        throw invalid();
    }

    static LynchetException invalid() {
        return new LynchetException(
                ErrorCode.INVALID_CURSOR, "snapshot_after is not from this server, or belongs to another snapshot.");
    }

    @Override
    public String toString() {
        JsonWriter json = new JsonWriter(160).beginObject().name("a").value(lastId);
        json.name("e").value(entity).name("n").value(sent).name("s").value(seq);
        json.name("c").value(scope.toString()).endObject();
        return URLEncoder.encode(json.toString(), StandardCharsets.UTF_8);
    }
}
