// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonTree;
import io.lynchet.launcher.Lynchet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A running app with people in it, spoken to over HTTP. */
public final class AuthApp implements AutoCloseable {
    public static final String ADMIN = "admin-token-of-the-tests";

    private static final String MANIFEST = """
            {
              "manifest_version": 1, "name": "people", "version": "1.0.0", "routes": [],
              "entities": [
                {"name": "User", "fields": [
                  {"name": "email", "type": "string", "optional": true, "unique": false},
                  {"name": "displayName", "type": "string", "optional": true, "unique": false},
                  {"name": "secret", "type": "string", "optional": true, "unique": false, "serverOnly": true},
                  {"name": "nickname", "type": "string", "optional": true, "unique": false},
                  {"name": "createdAt", "type": "datetime", "optional": true, "unique": false}], "indexes": []},
                {"name": "Note", "fields": [
                  {"name": "text", "type": "string", "optional": false, "unique": false},
                  {"name": "owner", "type": "string", "optional": true, "unique": false, "default": {"$auth": "userId"}}],
                 "indexes": []},
                {"name": "Praise", "fields": [{"name": "about", "type": "id(User)"}]},
                {"name": "Mention", "fields": [{"name": "about", "type": "id(User)", "optional": true}]}],
              "auth": {"user": {"entity": "User", "hide": ["nickname"]}},
              "policies": [
                {"name": "own-notes", "entity": "Note", "allowRead": "auth.userId == data.owner || auth.hasRole('editor')",
                 "allowWrite": "auth.userId == data.owner"}]
            }
            """;

    public final Lynchet lynchet;
    private final HttpClient client = HttpClient.newHttpClient();

    /** One answer. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String body) {
        @SuppressWarnings("unchecked")
        public Map<String, Object> json() {
            return (Map<String, Object>)
                    JsonTree.read(body.getBytes(StandardCharsets.UTF_8)).plain();
        }

        @SuppressWarnings("unchecked")
        public List<Map<String, Object>> list() {
            return (List<Map<String, Object>>)
                    JsonTree.read(body.getBytes(StandardCharsets.UTF_8)).plain();
        }

        public String code() {
            return (String) ((Map<?, ?>) json().get("error")).get("code");
        }

        public String text(String name) {
            return (String) json().get(name);
        }
    }

    public AuthApp(Path folder, boolean dev) throws IOException {
        this(folder, dev, Map.of());
    }

    /** @param configurations JSON by PID, as an operator writes them into {@code etc/} */
    public AuthApp(Path folder, boolean dev, Map<String, String> configurations) throws IOException {
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("manifest.json"), MANIFEST);
        for (Map.Entry<String, String> configuration : configurations.entrySet()) {
            Files.writeString(etc.resolve(configuration.getKey() + ".json"), configuration.getValue());
        }
        Lynchet.Opening opening = Lynchet.open(folder, folder.resolve("data")).adminToken(ADMIN);
        lynchet = (dev ? opening.dev() : opening).start();
    }

    /** @param token a bearer token, or null; further headers as names and values */
    public Answer send(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lynchet.port() + path));
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Answer get(String path, String token) {
        return send("GET", path, token, null);
    }

    public Answer post(String path, String token, String body) {
        return send("POST", path, token, body);
    }

    /** A session of that user, opened by an admin. */
    public String mint(String userId) {
        return post("/api/auth/session", ADMIN, "{\"user_id\":\"" + userId + "\"}")
                .text("token");
    }

    /** How many rows of an entity this caller may read. */
    public int count(String entity, String token) {
        return ((List<?>)
                        get("/api/entities/" + entity + "/cursor", token).json().get("data"))
                .size();
    }

    /** How many rows a system entity has. */
    public long rows(String entity) {
        DataService data = lynchet.data();
        Entity wanted = data.app().schema().entityOrNull(entity);
        return data.count(Principal.ADMIN, wanted, Filter.Constant.TRUE);
    }

    @Override
    public void close() {
        lynchet.close();
    }
}
