// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.Session;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody signs in to a session that was there before; what becomes of a guest's is tested with the real sessions, in
 * the running app.
 */
class SessionFixationTest {
    private static final String PLANTED = "pylon_" + "f".repeat(64);

    @TempDir
    Path folder;

    private PasswordScene scene;

    @BeforeEach
    void start() {
        scene = new PasswordScene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private String token(String path, String body) {
        FakeRequest request = PasswordScene.request(path, body)
                .with("Authorization", "Bearer " + PLANTED)
                .with("Cookie", "test_session=" + PLANTED)
                .with("Origin", "https://a.example");
        Matcher token = Pattern.compile("\"token\":\"(pylon_[0-9a-f]{64})\"").matcher(scene.send(path, request));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @Test
    void everyWayToSignIn_opensASessionOfItsOwn() {
        List<String> tokens = new ArrayList<>(List.of(PLANTED));
        tokens.add(token("register", PasswordScene.login(PasswordScene.PASSWORD)));
        tokens.add(token("login", PasswordScene.login(PasswordScene.PASSWORD)));
        tokens.add(token("login", PasswordScene.login(PasswordScene.PASSWORD)));
        String reset = scene.resetToken(scene.accounts.all().get(0));
        tokens.add(token("reset/complete", "{'token':'" + reset + "','new_password':'quite another one'}"));
        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(scene.sessions.opened()).extracting(Session::id).hasSize(4).doesNotHaveDuplicates();
    }
}
