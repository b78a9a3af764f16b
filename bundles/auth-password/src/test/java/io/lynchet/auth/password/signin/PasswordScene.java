// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Session;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.auth.password.credential.AccountPasswordRecords;
import io.lynchet.auth.password.credential.HashCost;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordHasher;
import io.lynchet.auth.password.credential.PasswordRows;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.credential.ResetRows;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordRules;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.reset.CompleteReset;
import io.lynchet.auth.password.reset.RequestReset;
import io.lynchet.auth.password.reset.ResetMails;
import io.lynchet.auth.password.verify.ChangeEmail;
import io.lynchet.auth.password.verify.EmailVerification;
import io.lynchet.auth.password.verify.SendVerification;
import io.lynchet.auth.password.verify.VerificationRows;
import io.lynchet.auth.password.verify.VerifyEmail;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.Outbox;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes over the real data service and a store in memory, with everything else faked. Hashes are cheap here. */
public final class PasswordScene implements AutoCloseable {
    public static final String EMAIL = "ada@example.org";
    public static final String PASSWORD = "an honest secret";
    public static final String OTHER_PASSWORD = "quite another one";
    static final HashCost CHEAP = new HashCost(64, 1, 1);

    public final FakeAccounts accounts = new FakeAccounts();
    public final FakeSessions sessions = new FakeSessions();
    public final FakeAttempts attempts = new FakeAttempts();
    public final RecordingAudit audit = new RecordingAudit();
    public final Outbox outbox = new Outbox();
    public final PasswordServices services = new PasswordServices();
    final PasswordLimits limits = new PasswordLimits(services.attempts);
    final PasswordRules rules = new PasswordRules(10);
    public final ServedApp app;
    public final PasswordRows rows;
    public final ResetRows resets;
    final VerificationRows verifications;
    public ResetMails mails;
    private PasswordHasher hasher;
    private PasswordCheck passwords;
    private boolean dev;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public PasswordScene(Path folder) {
        try {
            app = new ServedApp(
                    folder,
                    "{\"manifest_version\":1,\"name\":\"test\",\"version\":\"1.0.0\",\"routes\":[],\"entities\":["
                            + "{\"name\":\"Note\",\"fields\":[{\"name\":\"text\",\"type\":\"string\",\"optional\":true,\"unique\":false}],\"indexes\":[],\"relations\":[]}]}",
                    new PasswordSchema());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        services.accounts.bind(accounts);
        services.sessions.bind(sessions);
        services.attempts.bind(attempts);
        services.audit.bind(audit);
        services.mailer.bind(outbox);
        services.data.bind(app.service());
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        SystemRows system = new SystemRows(services.data, clock);
        resets = new ResetRows(system);
        rows = new PasswordRows(system, resets);
        verifications = new VerificationRows(system);
        accounts.checkSessions((userId, sessionId) -> sessions.byId(sessionId)
                .filter(session -> session.userId().equals(userId))
                .isPresent());
        SystemRows records = new SystemRows(app.gate(), clock);
        accounts.endCredentials(userId -> {
            sessions.revokeAll(userId, null);
            records.writeAsRead(service -> new AccountPasswordRecords().credentials(service, userId));
        });
        mails = new ResetMails(services, resets, "", 10);
        cost(CHEAP);
    }

    /** New hashes are made with these settings from now on. */
    void cost(HashCost cost) {
        hasher(new PasswordHasher(cost, 4, 5_000));
    }

    void hasher(PasswordHasher newHasher) {
        hasher = newHasher;
        passwords = new PasswordCheck(services, hasher, rows);
    }

    public void dev() {
        dev = true;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    public Route route(String path) {
        EmailVerification codes = new EmailVerification(services, verifications, limits, dev);
        List<Route> routes = List.of(
                new RegisterAccount(services, passwords, rules, limits, codes),
                new LogIn(services, passwords, limits),
                new ChangePassword(services, passwords, rules, limits),
                new RequestReset(limits, mails, dev),
                new CompleteReset(services, passwords, resets, rules, limits),
                new SendVerification(services, codes),
                new VerifyEmail(services, passwords, codes, verifications),
                new ChangeEmail(services, passwords, limits, codes));
        return routes.stream()
                .filter(route -> route.info().pattern().equals(pattern(path)))
                .findFirst()
                .orElseThrow();
    }

    private static String pattern(String path) {
        return path.startsWith("email/") ? "/api/auth/" + path : "/api/auth/password/" + path;
    }

    public static FakeRequest request(String path, String json) {
        return FakeRequest.post(pattern(path), json);
    }

    /** The body of a 200. */
    public String send(String path, String json) {
        return send(path, request(path, json));
    }

    public String send(String path, FakeRequest request) {
        try {
            Response response = route(path).handle(request);
            assertThat(response.status()).isEqualTo(200);
            return new String(response.bytes(), StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The error, after which nothing is different from before: no session, no account, no row, no mail. */
    public LynchetException refused(String path, String json) {
        return refused(path, request(path, json));
    }

    public LynchetException refused(String path, FakeRequest request) {
        List<Object> before = world();
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> send(path, request));
        assertThat(error).as("a refusal").isNotNull();
        assertThat(world()).isEqualTo(before);
        return error;
    }

    /** All that a request can change, save for counts and the audit. */
    public List<Object> world() {
        return List.of(
                accounts.all(), accounts.links(), sessions.opened(), sessions.open(), outbox.mails(), app.head());
    }

    /** An account that has registered without getting mail; no session of it is open. */
    public Account registered() {
        services.mailer.unbind(outbox);
        send("register", login(PASSWORD));
        services.mailer.bind(outbox);
        Account account = accounts.byEmail(EMAIL).orElseThrow();
        sessions.revokeAll(account.id(), null);
        return account;
    }

    public static String login(String password) {
        return "{'email':'" + EMAIL + "','password':'" + password + "'}";
    }

    /** The token that a mail of a reset has in it, or would have. */
    public String resetToken(Account account) {
        return resets.issue(account.id(), account.email());
    }

    public List<Row> stored(String entity) {
        return services.data.call(service -> service.query(
                        Principal.ADMIN, Query.of(SystemRows.entity(service, entity), Filter.Constant.TRUE, 100))
                .rows());
    }

    /** The newest session that is open, of whoever has registered or signed in last. */
    public Session newest() {
        List<Session> open = sessions.open();
        return open.get(open.size() - 1);
    }

    /** The code in the newest mail. */
    public String mailedCode() {
        Matcher code =
                Pattern.compile("(?m)^\\s+([0-9]{6})$").matcher(outbox.last().text());
        assertThat(code.find()).as(outbox.last().text()).isTrue();
        return code.group(1);
    }

    /** Six digits that are not the code. */
    public static String wrong(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }

    /** Hashes computed since the last settings. */
    public long hashes() {
        return hasher.operations();
    }

    /** Accounts, sessions and passwords by how many there are. */
    public Map<String, Integer> counts() {
        return Map.of(
                "accounts", accounts.all().size(),
                "sessions", sessions.open().size(),
                "passwords", stored(PasswordSchema.PASSWORDS).size(),
                "resets", stored(PasswordSchema.RESETS).size(),
                "verifications", stored(PasswordSchema.VERIFICATIONS).size());
    }

    @Override
    public void close() {
        mails.close();
        app.close();
    }
}
