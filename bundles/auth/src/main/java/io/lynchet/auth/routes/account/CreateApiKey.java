// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.caller.ApiKeyRows;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The route that makes an API key for a program that acts for the caller. Only its response ever shows the key. */
public final class CreateApiKey implements Route {
    private static final int NAME_CHARS_MAX = 100;
    private static final Set<String> SCOPES = Set.of(Caller.READ, Caller.WRITE);
    private static final String TEXT = "{\"type\":\"string\"}";

    /** The names of the members that {@link #write} writes. */
    static final String TOLD = "id,prefix,name,scopes,expires_at,created_at";

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/api-keys", "Creates an API key; only this response shows its secret.")
            .tagged("auth")
            .failing(ErrorCode.INVALID_DATA)
            .schemas(
                    SchemaText.object(
                            "name",
                            "name",
                            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}",
                            "scopes",
                            "{\"type\":[\"array\",\"null\"],\"minItems\":1,\"items\":{\"enum\":[\"read\",\"write\"]}}",
                            "expires_at",
                            "{\"type\":[\"integer\",\"null\"],\"minimum\":1,\"maximum\":99999999999,\"description\":\"Seconds since 1970, in the future.\"}"),
                    SchemaText.object("key," + CreateApiKey.TOLD, withKey()));

    private final AuthServices services;

    public CreateApiKey(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.person(request);
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("name", "scopes", "expires_at"));
        String name = body.text("name");
        if (name != null && (name.isBlank() || name.length() > NAME_CHARS_MAX)) {
            body.problem(body.get("name"), "A name has 1 to " + NAME_CHARS_MAX + " characters.");
        }
        Set<String> scopes = scopes(body);
        Instant expiresAt = expiresAt(body, services.rows().now());
        body.throwIfAny();
        ApiKeyRows.Made made = services.keys().make(userId, name, scopes, expiresAt);
        services.audit().record("key_created", userId, request, made.apiKey().id() + " " + name);
        JsonWriter json = new JsonWriter(256).beginObject().name("key").value(made.key());
        return Response.json(200, write(json, made.apiKey()).endObject().toBytes());
    }

    private static Set<String> scopes(BodyObject body) {
        JsonNode given = body.get("scopes");
        if (given == null || given instanceof JsonNode.NullNode) {
            return SCOPES;
        }
        Set<String> scopes = new TreeSet<>();
        if (given instanceof JsonNode.ArrayNode array) {
            for (JsonNode item : array.items()) {
                if (item instanceof JsonNode.StringNode text && SCOPES.contains(text.value())) {
                    scopes.add(text.value());
                } else {
                    body.problem(item, "A scope is \"read\" or \"write\".");
                }
            }
        }
        if (scopes.isEmpty()) {
            body.problem(given, "\"scopes\" is an array of at least one of \"read\" and \"write\".");
        }
        return scopes;
    }

    private static Instant expiresAt(BodyObject body, Instant now) {
        JsonNode given = body.get("expires_at");
        if (given == null || given instanceof JsonNode.NullNode) {
            return null;
        }
        if (given instanceof JsonNode.NumberNode number && number.literal().matches("[1-9][0-9]{0,10}")) {
            Instant at = Instant.ofEpochSecond(Long.parseLong(number.literal()));
            if (at.isAfter(now)) {
                return at;
            }
        }
        body.problem(given, "\"expires_at\" is a whole number of seconds since 1970 in the future, or null for never.");
        return null;
    }

    private static String[] withKey() {
        return Stream.concat(Stream.of("key", TEXT), Stream.of(told())).toArray(String[]::new);
    }

    /** Returns the names of the members that {@link #write} writes, for schemas. */
    static String[] told() {
        return new String[] {
            "id",
            TEXT,
            "prefix",
            TEXT,
            "name",
            TEXT,
            "scopes",
            "{\"type\":\"array\",\"items\":{\"enum\":[\"read\",\"write\"]}}",
            "expires_at",
            "{\"type\":[\"integer\",\"null\"]}",
            "created_at",
            "{\"type\":\"integer\"}"
        };
    }

    /** Writes the members of a key that may be shown. */
    static JsonWriter write(JsonWriter json, ApiKey key) {
        json.name("id").value(key.id());
        json.name("prefix").value(key.prefix());
        json.name("name").value(key.name());
        json.name("scopes").beginArray();
        new TreeSet<>(key.scopes()).forEach(json::value);
        json.endArray().name("expires_at");
        if (key.expiresAt() == null) {
            json.nullValue();
        } else {
            json.value(key.expiresAt().getEpochSecond());
        }
        return json.name("created_at").value(key.createdAt().getEpochSecond());
    }
}
