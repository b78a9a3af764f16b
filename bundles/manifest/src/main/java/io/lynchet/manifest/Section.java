// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One object of the manifest: reads its keys by type and remembers which exist, so that the others can be refused. */
final class Section {
    static final String WRONG_TYPE = "MANIFEST_PARSE_ERROR";
    /** Allowed in every object and ignored. */
    private static final Set<String> REMARKS = Set.of("$comment", "$schema");

    private final ObjectNode node;
    private final Findings findings;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(ObjectNode node, Findings findings) {
        this.node = node;
        this.findings = findings;
    }

    /** The object, or null after a finding when it is something else. */
    static Section of(JsonNode node, Findings findings) {
        if (node instanceof ObjectNode object) {
            return new Section(object, findings);
        }
        findings.error(WRONG_TYPE, "Expected an object, got " + node.kind() + ".", node.place(), null);
        return null;
    }

    JsonPlace place() {
        return node.place();
    }

    /** Where the value of a key stands, or the object itself when the key is missing. */
    JsonPlace place(String key) {
        JsonNode value = node.get(key);
        return value == null ? node.place() : value.place();
    }

    boolean has(String key) {
        known.add(key);
        return node.get(key) != null;
    }

    /** The value as it stands, or null. */
    JsonNode raw(String key) {
        known.add(key);
        return node.get(key);
    }

    /** The string, or an empty one when it is missing (after a finding if it is needed) or no string. */
    String string(String key, boolean needed) {
        known.add(key);
        JsonNode value = node.get(key);
        if (value instanceof StringNode string) {
            return string.value();
        }
        if (value != null) {
            wrongType(key, "a string", value);
        } else if (needed) {
            missing(key);
        }
        return "";
    }

    boolean bool(String key, boolean whenMissing) {
        known.add(key);
        JsonNode value = node.get(key);
        if (value instanceof BooleanNode bool) {
            return bool.value();
        }
        if (value != null) {
            wrongType(key, "true or false", value);
        }
        return whenMissing;
    }

    /** The items of a list, none when it is missing. */
    List<JsonNode> list(String key, boolean needed) {
        known.add(key);
        JsonNode value = node.get(key);
        if (value instanceof ArrayNode array) {
            return array.items();
        }
        if (value != null) {
            wrongType(key, "a list", value);
        } else if (needed) {
            missing(key);
        }
        return List.of();
    }

    /** The items of a list of strings. */
    List<String> strings(String key, boolean needed) {
        List<String> strings = new ArrayList<>();
        for (JsonNode item : list(key, needed)) {
            if (item instanceof StringNode string) {
                strings.add(string.value());
            } else {
                findings.error(
                        WRONG_TYPE, "Expected a string in " + key + ", got " + item.kind() + ".", item.place(), null);
            }
        }
        return strings;
    }

    /** The object under a key, or null when it is missing or something else. */
    Section section(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null ? null : of(value, findings);
    }

    /** Refuses a key that means something elsewhere but not here, yet. */
    void notYet(String... keys) {
        for (String key : keys) {
            known.add(key);
            Member member = node.byName().get(key);
            if (member != null) {
                findings.error(
                        "NOT_SUPPORTED", "\"" + key + "\" is not supported yet.", member.place(), "leave it out");
            }
        }
    }

    /** Refuses every key that was not asked for; to be called last. */
    void refuseOthers() {
        for (Member member : node.members()) {
            if (!known.contains(member.name()) && !REMARKS.contains(member.name())) {
                String hint = Findings.didYouMean(member.name(), known)
                        .orElse("the keys here are " + String.join(", ", known));
                findings.error("UNKNOWN_KEY", "Unknown key \"" + member.name() + "\".", member.place(), hint);
            }
        }
    }

    private void missing(String key) {
        findings.error(WRONG_TYPE, "The key \"" + key + "\" is missing.", node.place(), null);
    }

    private void wrongType(String key, String expected, JsonNode value) {
        findings.error(
                WRONG_TYPE, "\"" + key + "\" must be " + expected + ", not " + value.kind() + ".", value.place(), null);
    }
}
