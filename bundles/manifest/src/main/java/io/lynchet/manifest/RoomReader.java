// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.manifest.Manifest.DeclaredRoom;
import io.lynchet.api.manifest.PolicyRule.Expression;
import io.lynchet.api.room.RoomName;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The reader of the rules for rooms as text; the policy engine parses the expressions. */
final class RoomReader {
    private static final int ROOMS_MAX = 200;

    private final DiagnosticCollector findings;

    RoomReader(DiagnosticCollector findings) {
        this.findings = findings;
    }

    List<DeclaredRoom> read(ManifestSection manifest) {
        NameCheck names = new NameCheck(findings, "ROOM", "room", false);
        List<DeclaredRoom> rooms = new ArrayList<>();
        List<JsonNode> nodes = manifest.list("rooms", false);
        for (JsonNode node : nodes) {
            ManifestSection section = ManifestSection.of(node, findings);
            if (section == null) {
                continue;
            }
            String pattern = section.string("name", true);
            if (section.has("name") && names.take(pattern, section.place("name"))) {
                checkPattern(section, pattern);
            }
            Expression join = expression(section, "allowJoin", true);
            Expression broadcast = expression(section, "allowBroadcast", false);
            section.refuseOthers();
            rooms.add(new DeclaredRoom(pattern, join, broadcast));
        }
        if (nodes.size() > ROOMS_MAX) {
            String message = "A manifest declares at most " + ROOMS_MAX + " kinds of rooms.";
            findings.error("SCHEMA_TOO_LARGE", message, manifest.place("rooms"), null);
        }
        return rooms;
    }

    private void checkPattern(ManifestSection section, String pattern) {
        int star = pattern.indexOf('*');
        if (!RoomName.isValid(pattern) || (star >= 0 && star < pattern.length() - 1)) {
            findings.error(
                    "ROOM_NAME_INVALID",
                    "This can't be the name of rooms.",
                    section.place("name"),
                    "use 1 to " + RoomName.CHARS_MAX + " printable characters, of which only the last may be *");
        }
    }

    // A blank rule is an error, too: otherwise it would deny, or allow everything, without a message.
    private Expression expression(ManifestSection section, String key, boolean needed) {
        String text = section.string(key, needed);
        if (!text.isBlank()) {
            // One further than the quotation mark.
            return new Expression(text, findings.position(section.place(key)).plus(1));
        }
        if (section.raw(key) instanceof JsonNode.StringNode) {
            findings.error("ROOM_ALLOW_EMPTY", "\"" + key + "\" is empty.", section.place(key), "write an expression");
        }
        return null;
    }
}
