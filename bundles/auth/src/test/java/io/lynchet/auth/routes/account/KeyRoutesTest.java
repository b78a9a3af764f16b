// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.routes.session.EndSessions;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys: made once, shown once, limited, and dead when they are deleted. */
class KeyRoutesTest {
    @TempDir
    Path folder;

    private AuthScene scene;
    private String ada;
    private String token;

    @BeforeEach
    void begin() {
        scene = new AuthScene(folder, false);
        ada = scene.person("ada@example.org").id();
        token = scene.tokenOf(ada);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private static FakeRequest make(String json) {
        return FakeRequest.post("/api-keys", json);
    }

    private String key(String json) {
        JsonNode answer = AuthScene.json(scene.send(new CreateApiKey(scene.services()), make(json), token));
        return ((JsonNode.StringNode) ((JsonNode.ObjectNode) answer).get("key")).value();
    }

    @Test
    void key_actsForItsUser_withinItsScopes() {
        String key = key("{'name':'ci','scopes':['read']}");
        Caller caller = scene.caller(key).caller();
        assertThat(caller.principal().userId()).isEqualTo(ada);
        assertThat(caller.scopes()).containsExactly(Caller.READ);
        assertThat(scene.caller(key("{'name':'all'}")).caller().scopes())
                .containsExactlyInAnyOrder(Caller.READ, Caller.WRITE);
        assertThat(scene.audit.events()).endsWith("key_created", "key_created");
    }

    @Test
    void key_isStoredAsDigestOnly() {
        String key = key("{'name':'ci'}");
        String secret = key.substring(key.lastIndexOf('.') + 1);
        assertThat(scene.app.rows(AuthSchema.KEYS).toString()).doesNotContain(secret);
        assertThat(AuthScene.text(scene.send(new ListApiKeys(scene.services()), FakeRequest.get("/api-keys"), token)))
                .contains("\"name\":\"ci\"")
                .doesNotContain(secret);
    }

    @Test
    void key_expires() {
        long expiry = scene.rows.now().plusSeconds(60).getEpochSecond();
        String key = key("{'name':'ci','expires_at':" + expiry + "}");
        assertThat(scene.refusalOf(key)).isEmpty();
        scene.pass(Duration.ofMinutes(2));
        assertThat(scene.refusalOf(key)).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void wrongKeys_areNotMade() {
        CreateApiKey create = new CreateApiKey(scene.services());
        for (String body : new String[] {
            "{}",
            "{'name':''}",
            "{'name':'" + "x".repeat(201) + "'}",
            "{'name':'x','scopes':[]}",
            "{'name':'x','scopes':['admin']}",
            "{'name':'x','expires_at':'tomorrow'}",
            "{'name':'x','expires_at':1}",
            "{'name':'x','more':1}"
        }) {
            scene.refused(ErrorCode.INVALID_DATA, create, make(body), token);
        }
        String key = key("{'name':'ci'}");
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, create, make("{'name':'x'}"), key);
        scene.refused(ErrorCode.UNAUTHENTICATED, create, make("{'name':'x'}"), null);
        scene.refused(
                ErrorCode.UNAUTHENTICATED,
                create,
                make("{'name':'x'}"),
                scene.guest().token());
    }

    @Test
    void key_diesWhenItIsDeleted_byItsUserOnly() {
        String key = key("{'name':'ci'}");
        ApiKey made = scene.services().keys().of(ada).get(0);
        DeleteApiKey delete = new DeleteApiKey(scene.services());
        String bob = scene.tokenOf(scene.person("bob@example.org").id());
        assertThat(scene.refusalOf(key)).isEmpty();
        scene.refused(ErrorCode.NOT_FOUND, delete, delete(made.id()), bob);
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, delete, delete(made.id()), key);
        scene.send(delete, delete(made.id()), token);
        assertThat(scene.refusalOf(key)).contains(ErrorCode.UNAUTHENTICATED);
        scene.refused(ErrorCode.NOT_FOUND, delete, delete(made.id()), token);
    }

    private static FakeRequest delete(String id) {
        return FakeRequest.of(HttpMethod.DELETE, "/api-keys/x").pathParameter("id", id);
    }

    @Test
    void key_endsNoSessions() {
        String key = key("{'name':'ci'}");
        scene.refused(
                ErrorCode.API_KEY_AUTH_FORBIDDEN,
                new EndSessions(scene.services()),
                FakeRequest.of(HttpMethod.DELETE, "/sessions"),
                key);
    }

    @Test
    void keyWithAWrongSecret_isRefused() {
        String key = key("{'name':'ci'}");
        assertThat(scene.refusalOf(key + "0")).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(key.substring(0, key.length() - 1) + "g")).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(key.substring(0, key.lastIndexOf('.') + 1))).contains(ErrorCode.UNAUTHENTICATED);
    }
}
