// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.RecordingAudit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about people, run through the socket and Gogo. */
@Timeout(60)
class AuthCommandsTest {
    private ShellFixture shell;
    private final FakeSessions sessions = new FakeSessions();
    private final FakeAccounts accounts = new FakeAccounts();
    private final RecordingAudit audit = new RecordingAudit();

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
        shell.services.services.add(sessions);
        shell.services.services.add(accounts);
        shell.services.services.add(audit);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void sessions_areListed_withoutTheirTokens_andOneIsEnded() throws IOException {
        SignedIn signedIn = sessions.open("u1", "password", FakeRequest.get("/"));
        Answer listed = shell.run("sessions u1", 80);
        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains("password").doesNotContain(signedIn.token());
        assertThat(shell.run("sessions u1 --json").out())
                .contains("\"id\":\"" + signedIn.sessionId() + "\"")
                .doesNotContain(signedIn.token());
        assertThat(shell.run("session revoke " + signedIn.sessionId()).out()).isEqualTo("Ended.\n");
        assertThat(sessions.of("u1")).isEmpty();
        assertThat(audit.all()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("session_revoked");
            assertThat(entry.actor()).isEqualTo("operator");
            assertThat(entry.userId()).isEqualTo("u1");
        });
        Answer again = shell.run("session revoke " + signedIn.sessionId());
        assertThat(again.code()).isNotZero();
        assertThat(again.err()).startsWith("NOT_FOUND: There is no session");
    }

    @Test
    void audit_showsTheNewestEntriesLast() throws IOException {
        audit.record("sign_in_failed", "u1", FakeRequest.get("/"), "password");
        audit.record("sign_in", "u1", FakeRequest.get("/"), "password");
        String out = shell.run("audit", 80).out();
        assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(out.indexOf("sign_in_failed")).isLessThan(out.lastIndexOf("sign_in"));
        assertThat(shell.run("audit --user u1 --limit 1 --json").out().lines()).hasSize(1);
        assertThat(shell.run("audit --limit 0").code()).isNotZero();
    }

    @Test
    void users_areListedNewestFirst_andFoundByAddress() throws IOException {
        accounts.add("ada@example.org", true);
        String bob = accounts.add("bob@example.org", false).id();
        accounts.roles(bob, Set.of("editor"));
        String out = shell.run("users", 120).out();
        assertThat(out).contains(bob, "bob@example.org ?", "editor");
        assertThat(out.indexOf("bob@")).isLessThan(out.indexOf("ada@"));
        assertThat(shell.run("users --email ADA@example.org --json").out().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"emailVerified\":true"));
        assertThat(shell.run("users --limit 1 --json").out().lines()).hasSize(1);
    }

    @Test
    void keys_areListedWithoutSecrets_andOneIsEnded() throws IOException {
        List<ApiKey> keys = new ArrayList<>(
                List.of(new ApiKey("key_1", "u1", "ci", "pk.key_1", Set.of("read"), FakeAccounts.CREATED_AT, null)));
        shell.services.services.add(new ApiKeys() {
            @Override
            public List<ApiKey> of(String userId) {
                return keys.stream().filter(key -> key.userId().equals(userId)).toList();
            }

            @Override
            public boolean revoke(String id) {
                return keys.removeIf(key -> key.id().equals(id));
            }
        });
        assertThat(shell.run("keys u1", 120).out()).contains("key_1", "ci", "read");
        assertThat(shell.run("keys u1 --json").out()).contains("\"expiresAt\":null");
        assertThat(shell.run("keys u2 --json").out()).isEmpty();
        assertThat(shell.run("key revoke key_1").out()).isEqualTo("Ended.\n");
        assertThat(audit.events()).containsExactly("key_revoked");
        assertThat(shell.run("key revoke key_1").err()).startsWith("NOT_FOUND: There is no key");
        assertThat(audit.events()).hasSize(1);
    }

    @Test
    void withoutTheFeature_itIsSaid() throws IOException {
        shell.services.services.remove(sessions);
        assertThat(shell.run("sessions u1").err()).startsWith("UNAVAILABLE: The feature \"auth\" is not available");
    }
}
