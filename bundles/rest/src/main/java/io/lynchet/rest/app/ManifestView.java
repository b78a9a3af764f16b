// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import io.lynchet.api.JsonText;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The manifest as callers see it: without the expressions of policies and rooms, and without a trace of server-only
 * fields and of hooks.
 */
final class ManifestView {
    private static final Set<String> RULES = Set.of("policies", "rooms");
    private static final String HOOKS = "requiredHooks";
    private static final Set<String> EXPRESSION_KEYS = Stream.concat(
                    Arrays.stream(PolicyRule.Slot.values()).map(PolicyRule.Slot::key),
                    Stream.of("allowJoin", "allowBroadcast"))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Set<String>> hidden = new HashMap<>();
    private final boolean admin;
    private final JsonWriter json = new JsonWriter(4_096);

    private ManifestView(Manifest manifest, boolean admin) {
        this.admin = admin;
        for (Entity entity : manifest.entities()) {
            hidden.put(
                    entity.name(),
                    admin
                            ? Set.of()
                            : entity.fields().stream()
                                    .filter(Field::serverOnly)
                                    .map(Field::name)
                                    .collect(Collectors.toSet()));
        }
    }

    /** @param admin whether it shows server-only fields and the names of required hooks */
    static JsonText of(Manifest manifest, boolean admin) {
        ManifestView view = new ManifestView(manifest, admin);
        view.manifest(
                (JsonNode.ObjectNode) JsonTree.read(manifest.document().text().getBytes(StandardCharsets.UTF_8)));
        return new JsonText(view.json.toString());
    }

    private void manifest(JsonNode.ObjectNode manifest) {
        json.beginObject();
        for (JsonNode.Member member : manifest.members()) {
            json.name(member.name());
            if (RULES.contains(member.name()) && member.value() instanceof JsonNode.ArrayNode rules) {
                json.beginArray();
                rules.items().forEach(rule -> blankRule((JsonNode.ObjectNode) rule));
                json.endArray();
            } else if (member.name().equals("entities") && member.value() instanceof JsonNode.ArrayNode entities) {
                json.beginArray();
                entities.items().forEach(entity -> entity((JsonNode.ObjectNode) entity));
                json.endArray();
            } else if (member.name().equals("auth") && !admin) {
                without(member.value(), Set.of("hide"));
            } else {
                json.node(member.value());
            }
        }
        json.endObject();
    }

    private void entity(JsonNode.ObjectNode entity) {
        Set<String> own = hiddenOf(entity.get("name"));
        json.beginObject();
        for (JsonNode.Member member : entity.members()) {
            if (member.name().equals(HOOKS) && !admin) {
                continue;
            }
            json.name(member.name());
            if (member.value() instanceof JsonNode.ArrayNode parts) {
                json.beginArray();
                parts.items().stream().filter(part -> !tellsOf(own, part)).forEach(json::node);
                json.endArray();
            } else {
                without(member.value(), own);
            }
        }
        json.endObject();
    }

    // A field, an index with it, or a relation along it, whose field may be one of the entity at the other end.
    private boolean tellsOf(Set<String> own, JsonNode part) {
        if (!(part instanceof JsonNode.ObjectNode object)) {
            return false;
        }
        boolean relation = object.get("target") != null;
        Set<String> names = relation ? new HashSet<>(hiddenOf(object.get("target"))) : own;
        if (relation) {
            names.addAll(own);
        }
        boolean listed = object.get("fields") instanceof JsonNode.ArrayNode fields
                && fields.items().stream().anyMatch(field -> isOneOf(names, field));
        return listed
                || isOneOf(names, object.get("field"))
                || (!relation && isOneOf(names, object.get("name")) && isField(object));
    }

    // Indexes have names of their own, which may be those of fields.
    private static boolean isField(JsonNode.ObjectNode part) {
        return part.get("type") != null;
    }

    private Set<String> hiddenOf(JsonNode entity) {
        return entity instanceof JsonNode.StringNode name ? hidden.getOrDefault(name.value(), Set.of()) : Set.of();
    }

    private static boolean isOneOf(Set<String> names, JsonNode node) {
        return node instanceof JsonNode.StringNode text && names.contains(text.value());
    }

    /** Writes the node without members and items of these names, at any depth. */
    private void without(JsonNode node, Set<String> names) {
        if (node instanceof JsonNode.ObjectNode object) {
            json.beginObject();
            for (JsonNode.Member member : object.members()) {
                if (!names.contains(member.name())) {
                    json.name(member.name());
                    without(member.value(), names);
                }
            }
            json.endObject();
        } else if (node instanceof JsonNode.ArrayNode array) {
            json.beginArray();
            array.items().stream().filter(item -> !isOneOf(names, item)).forEach(item -> without(item, names));
            json.endArray();
        } else {
            json.node(node);
        }
    }

    private void blankRule(JsonNode.ObjectNode rule) {
        json.beginObject();
        for (JsonNode.Member member : rule.members()) {
            json.name(member.name());
            if (EXPRESSION_KEYS.contains(member.name())) {
                json.value("");
            } else {
                json.node(member.value());
            }
        }
        json.endObject();
    }
}
