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

/** An object of the manifest. It reads keys by type and remembers which exist, so that others can be refused. */
final class ManifestSection {
    static final String WRONG_TYPE = "MANIFEST_PARSE_ERROR";
    /** Keys that are allowed in every object and ignored. */
    private static final Set<String> REMARKS = Set.of("$comment", "$schema");

    private final ObjectNode node;
    private final DiagnosticCollector findings;
    private final Set<String> known = new LinkedHashSet<>();

    private ManifestSection(ObjectNode node, DiagnosticCollector findings) {
        this.node = node;
        this.findings = findings;
    }

    /** Returns the object, or null after a finding when the node is something else. */
    static ManifestSection of(JsonNode node, DiagnosticCollector findings) {
        if (node instanceof ObjectNode object) {
            return new ManifestSection(object, findings);
        }
        findings.error(WRONG_TYPE, "Expected an object, got " + node.kind() + ".", node.place(), null);
        return null;
    }

    JsonPlace place() {
        return node.place();
    }

    /** Returns the place of a key's value, or of the object when the key is missing. */
    JsonPlace place(String key) {
        JsonNode value = node.get(key);
        return value == null ? node.place() : value.place();
    }

    boolean has(String key) {
        known.add(key);
        return node.get(key) != null;
    }

    /** Returns the value as it is, or null. */
    JsonNode raw(String key) {
        known.add(key);
        return node.get(key);
    }

    /**
     * Returns the string. It is empty when the key is missing (with a finding if it is needed) or, after a finding, no
     * string.
     */
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

    /** Returns the items of a list; empty when it is missing. */
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

    /** Returns the items of a list of strings. */
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

    /** Returns the object under a key, or null when it is missing or something else. */
    ManifestSection section(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null ? null : of(value, findings);
    }

    /** Refuses keys of the format that this version does not support yet. */
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

    /** Refuses every key that was not read; must be called last. */
    void refuseOthers() {
        for (Member member : node.members()) {
            if (!known.contains(member.name()) && !REMARKS.contains(member.name())) {
                String hint = DiagnosticCollector.didYouMean(member.name(), known)
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
