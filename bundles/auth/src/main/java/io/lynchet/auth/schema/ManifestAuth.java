// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.schema;

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

/** The {@code auth} part of the manifest, parsed once per manifest. */
public final class ManifestAuth {
    private static final Duration SESSION_DEFAULT = Duration.ofDays(30);
    private static final String USER_DEFAULT = "User";

    private volatile Read last = new Read(null, null);

    private record Read(JsonText document, Settings settings) {}

    /**
     * The settings in that part.
     *
     * @param userEntity the name of the app's own user entity; it need not exist
     * @param exposed the only fields of it that {@code /api/auth/session} shows, or empty for all
     * @param hidden the fields that it never shows
     */
    public record Settings(String userEntity, Set<String> exposed, Set<String> hidden, Duration sessionLife) {}

    public Settings of(DataService service) {
        JsonText document = service.app().manifest().document();
        Read known = last;
        if (!document.equals(known.document())) {
            known = new Read(document, settings(object(JsonTree.read(document.text(), ""), "auth")));
            last = known;
        }
        return known.settings();
    }

    /** Returns the app's own user entity, if it has one. */
    public Optional<Entity> userEntity(DataService service) {
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
