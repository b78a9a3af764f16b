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

/** One JSON value with its place in the text. Immutable. Made by {@link JsonTree}. */
public sealed interface JsonNode {
    JsonPlace place();

    /** What it is, for messages: {@code an object}, {@code a string}, {@code null}. */
    String kind();

    /**
     * The value in plain Java: {@code Map<String, Object>} in the order of the text, {@code List<Object>}, {@code String}, {@code Long} for a
     * number without fraction and exponent that fits into 64 bits, {@code Double} for other numbers, {@code Boolean}, or null. A number
     * beyond the range of a double is {@code INVALID_VALUE}.
     */
    Object plain();

    /** The value as compact text; numbers as they were written. */
    default JsonText text() {
        return new JsonText(new JsonWriter(256).node(this).toString());
    }

    default boolean isNull() {
        return this instanceof NullNode;
    }

    /** One name with its value; {@code place} is that of the name. */
    record Member(String name, JsonPlace place, JsonNode value) {}

    record ObjectNode(JsonPlace place, Map<String, Member> byName) implements JsonNode {
        public ObjectNode {
            byName = Collections.unmodifiableMap(byName);
        }

        /** In the order of the text. */
        public Iterable<Member> members() {
            return byName.values();
        }

        /** The value of that name, or null when there is none; a JSON null is a {@link NullNode}. */
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

    /** @param literal as it was written */
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
