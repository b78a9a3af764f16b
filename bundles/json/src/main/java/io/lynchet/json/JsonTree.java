// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.NullNode;
import io.lynchet.json.JsonNode.NumberNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reader of a whole text into {@link JsonNode}s that know their places: for manifests, configurations, queries and
 * batches.
 */
public final class JsonTree {
    private final SourceText source;
    private final JsonParser parser;
    private int nodesLeft;

    private JsonTree(SourceText source, JsonParser parser, int nodesMax) {
        this.source = source;
        this.parser = parser;
        this.nodesLeft = nodesMax;
    }

    /**
     * Reads the value of the bytes.
     *
     * @param text UTF-8; the caller must not change it while places are in use
     * @throws LynchetException {@code INVALID_JSON}, or {@code PAYLOAD_TOO_LARGE} beyond
     *     {@link JsonLimits#TREE_BYTES_MAX} and {@link JsonLimits#TREE_VALUES_MAX}
     */
    public static JsonNode read(byte[] text) {
        return read(text, "$");
    }

    /** Reads like {@link #read(byte[])}, with another root than {@code $} for all paths. */
    public static JsonNode read(byte[] text, String rootPath) {
        if (text.length > JsonLimits.TREE_BYTES_MAX) {
            throw new LynchetException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The JSON text has " + text.length + " bytes, more than " + JsonLimits.TREE_BYTES_MAX);
        }
        return read(SourceText.of(text), rootPath, JsonLimits.TREE_VALUES_MAX);
    }

    /** Reads a text that this package has written, whatever its size. */
    public static JsonNode readStored(byte[] text) {
        return read(SourceText.stored(text), "$", Integer.MAX_VALUE);
    }

    private static JsonNode read(SourceText source, String rootPath, int nodesMax) {
        return source.parse(parser -> {
            JsonPlace root = JsonPlace.root(source, rootPath, source.offset());
            return new JsonTree(source, parser, nodesMax).value(root);
        });
    }

    /** Reads the value of a text that came as a parameter. Fails with {@code INVALID_JSON} for a lone surrogate. */
    public static JsonNode read(String text, String rootPath) {
        if (!JsonLimits.isWellFormed(text)) {
            throw new LynchetException(ErrorCode.INVALID_JSON, "The text has half of a surrogate pair");
        }
        return read(text.getBytes(StandardCharsets.UTF_8), rootPath);
    }

    // The parser itself refuses deep nesting, so the recursion ends.
    private JsonNode value(JsonPlace place) throws IOException {
        if (--nodesLeft < 0) {
            throw new LynchetException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The JSON text has more than " + JsonLimits.TREE_VALUES_MAX + " values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(place);
            case START_ARRAY -> array(place);
            case VALUE_STRING -> new StringNode(place, source.string());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberNode(place, parser.getText());
            case VALUE_TRUE -> new BooleanNode(place, true);
            case VALUE_FALSE -> new BooleanNode(place, false);
            default -> new NullNode(place);
        };
    }

    private ObjectNode object(JsonPlace place) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = source.name();
            JsonPlace at = place.member(name, source.offset());
            if (members.containsKey(name)) {
                throw source.duplicate(name);
            }
            parser.nextToken();
            members.put(name, new Member(name, at, value(at.movedTo(source.offset()))));
        }
        return new ObjectNode(place, members);
    }

    private ArrayNode array(JsonPlace place) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(place.item(items.size(), source.offset())));
        }
        return new ArrayNode(place, items);
    }
}
