// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.http.Response;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.Outbox;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two routes with everything around them: a real data service, and fakes of the rest. */
final class CodeScene implements AutoCloseable {
    static final String ADA = "ada@example.org";

    private static final Pattern CODE = Pattern.compile("(?m)^\\s+([0-9]{6,10})$");

    final ServedApp app;
    final CodeServices services = new CodeServices();
    final FakeAccounts accounts = new FakeAccounts();
    final FakeSessions sessions = new FakeSessions();
    final FakeAttempts attempts = new FakeAttempts();
    final RecordingAudit audit = new RecordingAudit();
    final Outbox outbox = new Outbox();
    final Hands clock = new Hands();

    /** A clock that stands still until it is told to go on. */
    static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** What could have happened. */
    record Traces(long head, int mails, int opened, int revoked, int accounts, List<String> events) {}

    CodeScene(Path folder) throws IOException {
        app = new ServedApp(folder, """
                {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
                 "entities":[{"name":"Note","fields":[
                   {"name":"text","type":"string","optional":true,"unique":false}],"indexes":[]}],
                 "policies":[{"name":"notes","entity":"Note","allow":"auth.isAdmin"}]}""", new CodeSchema());
        services.data().bind(app.service());
        services.accounts().bind(accounts);
        services.sessions().bind(sessions);
        services.attempts().bind(attempts);
        services.audit().bind(audit);
        services.mailer().bind((Mailer) outbox);
    }

    Traces traces() {
        return new Traces(
                app.head(),
                outbox.mails().size(),
                sessions.opened().size(),
                sessions.revoked().size(),
                accounts.all().size(),
                audit.events());
    }

    /** A route of its own each time, as after a restart: nothing that counts may be kept in it. */
    Response send(String json) {
        return sendAs(json, false, "192.0.2.1");
    }

    Response sendAs(String json, boolean dev, String address) {
        return new SendCode(services, clock, dev)
                .handle(FakeRequest.post(SendCode.PATH, json).from(address));
    }

    Response verify(String email, String code) {
        return verify("{'email':'" + email + "','code':'" + code + "'}");
    }

    Response verify(String json) {
        return new VerifyCode(services, clock).handle(FakeRequest.post("/api/auth/magic/verify", json));
    }

    Response verifyFrom(String address, String email, String code) {
        String json = "{'email':'" + email + "','code':'" + code + "'}";
        return new VerifyCode(services, clock)
                .handle(FakeRequest.post("/api/auth/magic/verify", json).from(address));
    }

    /** Sends a code to Ada and takes it out of the mail. */
    String sentCode() {
        return sentCode(ADA);
    }

    String sentCode(String email) {
        send("{'email':'" + email + "'}");
        return codeIn(outbox.last());
    }

    static String codeIn(Mailer.Mail mail) {
        Matcher code = CODE.matcher(mail.text());
        assertThat(code.find()).as(mail.text()).isTrue();
        return code.group(1);
    }

    /** Six digits that are not the code. */
    static String wrong(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }

    static JsonNode.ObjectNode json(Response response) {
        return (JsonNode.ObjectNode) JsonTree.read(response.bytes());
    }

    static LynchetException refusal(ErrorCode code, Runnable call) {
        LynchetException refused = catchThrowableOfType(LynchetException.class, call::run);
        assertThat(refused).as("is refused").isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }

    @Override
    public void close() {
        app.close();
    }
}
