// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.DataService;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.Optional;

/** The {@code auth.org} part of the manifest, parsed once per manifest. */
public final class OrgSettings {
    private static final String ENTITY_DEFAULT = "Org";
    private static final String MEMBER_ENTITY_DEFAULT = "OrgMember";

    private volatile Read last = new Read(null, ENTITY_DEFAULT, MEMBER_ENTITY_DEFAULT, false);

    private record Read(JsonText document, String entity, String memberEntity, boolean disabled) {}

    /** Tells whether the app has organisations disabled. */
    public boolean disabled(DataService data) {
        return of(data).disabled();
    }

    /** Returns the app's own entity of organisations, if it has one. */
    public Optional<Entity> entity(DataService data) {
        return entity(data, of(data).entity());
    }

    /** Returns the app's own entity of members, if it has one. */
    public Optional<Entity> memberEntity(DataService data) {
        return entity(data, of(data).memberEntity());
    }

    private static Optional<Entity> entity(DataService data, String name) {
        return Optional.ofNullable(data.app().schema().entityOrNull(name)).filter(entity -> !entity.system());
    }

    private Read of(DataService data) {
        JsonText document = data.app().manifest().document();
        Read known = last;
        if (!document.equals(known.document())) {
            JsonNode org = member(member(JsonTree.read(document.text(), ""), "auth"), "org");
            known = new Read(
                    document,
                    text(org, "entity", ENTITY_DEFAULT),
                    text(org, "member_entity", MEMBER_ENTITY_DEFAULT),
                    member(org, "disabled") instanceof JsonNode.BooleanNode disabled && disabled.value());
            last = known;
        }
        return known;
    }

    private static JsonNode member(JsonNode parent, String name) {
        return parent instanceof JsonNode.ObjectNode object ? object.get(name) : null;
    }

    private static String text(JsonNode parent, String name, String otherwise) {
        return member(parent, name) instanceof JsonNode.StringNode text
                        && !text.value().isEmpty()
                ? text.value()
                : otherwise;
    }
}
