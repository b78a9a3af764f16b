// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.DataService;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The {@code auth} part of the manifest, taken apart once for each manifest. */
final class ManifestAuth {
    private static final Duration SESSION_DEFAULT = Duration.ofDays(30);
    private static final String USER_DEFAULT = "User";

    private volatile Read last = new Read(null, null);

    private record Read(JsonText document, Settings settings) {}

    /**
     * What it says.
     *
     * @param userEntity name of the app's own entity of people; it need not exist
     * @param exposed the only fields of it that {@code /api/auth/session} shows, or empty for all
     * @param hidden fields that it never shows
     */
    record Settings(String userEntity, Set<String> exposed, Set<String> hidden, Duration sessionLife) {}

    Settings of(DataService service) {
        JsonText document = service.app().manifest().document();
        Read known = last;
        if (!document.equals(known.document())) {
            known = new Read(document, settings(object(JsonTree.read(document.text(), ""), "auth")));
            last = known;
        }
        return known.settings();
    }

    /** The app's own entity of people, if it has one. */
    Optional<Entity> userEntity(DataService service) {
        Entity entity = service.app().schema().entityOrNull(of(service).userEntity());
        return Optional.ofNullable(entity).filter(e -> !e.system());
    }

    private static Settings settings(JsonNode.ObjectNode auth) {
        JsonNode.ObjectNode user = object(auth, "user");
        JsonNode.ObjectNode session = object(auth, "session");
        String entity = user != null
                        && user.get("entity") instanceof JsonNode.StringNode name
                        && !name.value().isEmpty()
                ? name.value()
                : USER_DEFAULT;
        Duration life = session != null && session.get("expires_in") instanceof JsonNode.NumberNode seconds
                ? Duration.ofSeconds(new BigDecimal(seconds.literal()).longValueExact())
                : SESSION_DEFAULT;
        return new Settings(entity, texts(user, "expose"), texts(user, "hide"), life);
    }

    private static JsonNode.ObjectNode object(JsonNode parent, String name) {
        return parent instanceof JsonNode.ObjectNode object && object.get(name) instanceof JsonNode.ObjectNode child
                ? child
                : null;
    }

    private static Set<String> texts(JsonNode.ObjectNode parent, String name) {
        Set<String> all = new HashSet<>();
        if (parent != null && parent.get(name) instanceof JsonNode.ArrayNode array) {
            for (JsonNode node : array.items()) {
                if (node instanceof JsonNode.StringNode text) {
                    all.add(text.value());
                }
            }
        }
        return all;
    }
}
