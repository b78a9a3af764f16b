// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.json.text.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value with its place in the text. Immutable. {@link JsonTree} creates it. */
public sealed interface JsonNode {
    JsonPlace place();

    /** Returns the kind for messages: {@code an object}, {@code a string}, {@code null}. */
    String kind();

    /**
     * Returns the value in plain Java: {@code Map<String, Object>} in the order of the text, {@code List<Object>},
     * {@code String}, {@code Boolean}, or null. A number without fraction and exponent that fits into 64 bits is a
     * {@code Long}, others are a {@code Double}. Fails with {@code INVALID_VALUE} for a number beyond the range of a
     * double.
     */
    Object plain();

    /** Returns the value as compact text; numbers as they were written. */
    default JsonText text() {
        return new JsonText(new JsonWriter(256).node(this).toString());
    }

    default boolean isNull() {
        return this instanceof NullNode;
    }

    /** A name with its value; {@code place} is that of the name. */
    record Member(String name, JsonPlace place, JsonNode value) {}

    record ObjectNode(JsonPlace place, Map<String, Member> byName) implements JsonNode {
        public ObjectNode {
            byName = Collections.unmodifiableMap(byName);
        }

        /** Returns the members in the order of the text. */
        public Iterable<Member> members() {
            return byName.values();
        }

        /** Returns the value of that name, or null when it is missing; a JSON null is a {@link NullNode}. */
        public JsonNode get(String name) {
            Member member = byName.get(name);
            return member == null ? null : member.value();
        }

        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public Map<String, Object> plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            byName.forEach((name, member) -> plain.put(name, member.value().plain()));
            return plain;
        }
    }

    record ArrayNode(JsonPlace place, List<JsonNode> items) implements JsonNode {
        public ArrayNode {
            items = Collections.unmodifiableList(items);
        }

        @Override
        public String kind() {
            return "an array";
        }

        @Override
        public List<Object> plain() {
            List<Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    record StringNode(JsonPlace place, String value) implements JsonNode {
        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String plain() {
            return value;
        }
    }

    /** @param literal the number as it was written */
    record NumberNode(JsonPlace place, String literal) implements JsonNode {
        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public Number plain() {
            Number number = Numbers.plain(literal);
            if (number == null) {
                String message = "The number is beyond the range of a 64-bit float";
                throw LynchetException.invalid(List.of(place.problem(ErrorCode.INVALID_VALUE, message)));
            }
            return number;
        }
    }

    record BooleanNode(JsonPlace place, boolean value) implements JsonNode {
        @Override
        public String kind() {
            return "a boolean";
        }

        @Override
        public Boolean plain() {
            return value;
        }
    }

    record NullNode(JsonPlace place) implements JsonNode {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public Object plain() {
            return null;
        }
    }
}
