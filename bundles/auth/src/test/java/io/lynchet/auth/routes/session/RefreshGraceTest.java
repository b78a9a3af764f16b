// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.auth.routes.account.AuthScene;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.session.SessionTable;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tabs of one browser share a token, and may exchange it at the same time; thieves come later. */
class RefreshGraceTest {
    private static final int TABS = 6;

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

    private String refresh(String shown) {
        JsonNode answer = AuthScene.json(
                scene.send(new RefreshSession(scene.services()), FakeRequest.post("/refresh", ""), shown));
        return ((JsonNode.StringNode) ((JsonNode.ObjectNode) answer).get("token")).value();
    }

    private void refused(String shown) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                io.lynchet.api.LynchetException.class, () -> refresh(shown))
                        .code())
                .isEqualTo(ErrorCode.SESSION_EXPIRED);
    }

    @Test
    void secondTab_thatComesJustAfterTheFirst_getsTheSameSuccessor() {
        String first = refresh(token);
        scene.pass(Duration.ofMillis(30));
        assertThat(refresh(token)).isEqualTo(first).isNotEqualTo(token);
        assertThat(scene.refusalOf(first)).isEmpty();
        assertThat(scene.refusalOf(token)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.sessions.of(ada)).hasSize(1);
        assertThat(scene.audit.events()).doesNotContain("session_reused");
    }

    @Test
    void manyTabsAtOnce_allGetOneSuccessor() throws Exception {
        ExecutorService tabs = Executors.newFixedThreadPool(TABS);
        try {
            CyclicBarrier start = new CyclicBarrier(TABS);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < TABS; i++) {
                answers.add(tabs.submit(() -> {
                    start.await();
                    return refresh(token);
                }));
            }
            Set<String> successors = new HashSet<>();
            for (Future<String> answer : answers) {
                successors.add(answer.get());
            }
            assertThat(successors).hasSize(1);
            assertThat(scene.sessions.of(ada)).hasSize(1);
        } finally {
            tabs.shutdownNow();
        }
    }

    @Test
    void tabThatIsTwoExchangesBehind_getsTheNewest() {
        String newest = refresh(refresh(token));
        assertThat(refresh(token)).isEqualTo(newest);
        assertThat(scene.sessions.of(ada)).hasSize(1);
    }

    @Test
    void whoeverComesAfterTheGrace_endsTheFamily() {
        String first = refresh(token);
        scene.pass(SessionTable.GRACE);
        refused(token);
        assertThat(scene.refusalOf(first)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.sessions.of(ada)).isEmpty();
        assertThat(scene.audit.events()).endsWith("session_reused");
    }

    @Test
    void grace_bringsNoEndedSessionBack() {
        String first = refresh(token);
        scene.send(new EndSession(scene.services()), FakeRequest.of(HttpMethod.DELETE, "/session"), first);
        refused(token);
        assertThat(scene.sessions.of(ada)).isEmpty();
    }

    @Test
    void store_hasNothingFromWhichTheSuccessorFollowsAlone() {
        String first = refresh(token);
        assertThat(scene.app.rows(AuthSchema.SESSIONS).toString()).doesNotContain(first, token);
    }
}
