// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.SignedIn;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.RecordingAudit;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about people, run through the socket and Gogo. */
@Timeout(60)
class AuthCommandsTest {
    private ShellFixture shell;
    private final FakeSessions sessions = new FakeSessions();
    private final RecordingAudit audit = new RecordingAudit();

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
        shell.services.services.add(sessions);
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
    void withoutTheFeature_itIsSaid() throws IOException {
        shell.services.services.remove(sessions);
        assertThat(shell.run("sessions u1").err()).startsWith("UNAVAILABLE: The feature \"auth\" is not there");
    }
}
