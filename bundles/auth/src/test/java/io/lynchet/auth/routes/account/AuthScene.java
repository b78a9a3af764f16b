// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.auth.TokenVerifier;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Credentials;
import io.lynchet.auth.SlidingWindowLimiter;
import io.lynchet.auth.account.AccountRows;
import io.lynchet.auth.account.RowRemovalQueue;
import io.lynchet.auth.caller.AdminToken;
import io.lynchet.auth.caller.ApiKeyRows;
import io.lynchet.auth.caller.CallerCache;
import io.lynchet.auth.caller.CallerLookup;
import io.lynchet.auth.caller.CredentialVerifier;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.session.GuestRows;
import io.lynchet.auth.session.SessionCookie;
import io.lynchet.auth.session.SessionService;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.auth.FakeRequest;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of this bundle over a real data service, with a clock that is set by hand. Requests are admitted as the
 * router does it.
 */
public final class AuthScene implements AutoCloseable {
    public static final String ADMIN_TOKEN = "the-admin-token-of-this-test";
    static final int STEP_MAX = 50;
    static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
             "entities":[
               {"name":"Note","fields":[
                 {"name":"text","type":"string","optional":true,"unique":false},
                 {"name":"owner","type":"string","optional":true,"unique":false,"default":{"$auth":"userId"}}],"indexes":[]},
               {"name":"User","fields":[
                 {"name":"email","type":"string","optional":true,"unique":false},
                 {"name":"displayName","type":"string","optional":true,"unique":false},
                 {"name":"secretNote","type":"string","optional":true,"unique":false}],"indexes":[]}],
             "policies":[{"name":"notes","entity":"Note","allow":"auth.userId == data.owner"}],
             "auth":{"user":{"hide":["secretNote"]},"session":{"expires_in":3600}}}""";

    public final ServedApp app;
    public final RecordingAudit audit = new RecordingAudit();
    final List<AccountRecords> records = new ArrayList<>();
    public final List<TokenVerifier> foreign = new ArrayList<>();
    public final Map<String, String> members = new HashMap<>();
    public final CallerCache known = new CallerCache();
    public final AccountRows accounts;
    final RowRemovalQueue leaving;
    public final SessionService sessions;
    final SystemRows rows;
    private final CredentialVerifier check;
    private final AuthServices services;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** What could have happened. */
    public record Traces(long head, List<String> events) {}

    public AuthScene(Path folder, boolean dev) {
        this(folder, dev, MANIFEST);
    }

    AuthScene(Path folder, boolean dev, String manifestText) {
        try {
            app = new ServedApp(folder, manifestText, new AuthSchema());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Clock clock = new HandClock();
        rows = new SystemRows(app.gate(), clock);
        ManifestAuth manifest = new ManifestAuth();
        GuestRows guests = new GuestRows(rows);
        leaving = new RowRemovalQueue(rows, STEP_MAX, () -> {});
        accounts = new AccountRows(rows, manifest, records, leaving);
        sessions = new SessionService(rows, manifest, new SessionCookie(dev), guests, audit);
        ApiKeyRows keys = new ApiKeyRows(rows);
        Gate<Memberships> memberships = new Gate<>("organisations");
        memberships.bind((organisation, user) -> Optional.ofNullable(members.get(organisation + "/" + user)));
        CallerLookup lookup = new CallerLookup(sessions.table(), keys, accounts, memberships);
        check = new CredentialVerifier(new AdminToken(ADMIN_TOKEN), lookup, known, foreign, sessions::app);
        services = new AuthServices(
                rows, manifest, accounts, sessions, keys, guests, new SlidingWindowLimiter(clock), audit, dev);
        app.feed().subscribe(known::changed);
        known.follow(true);
    }

    private final class HandClock extends Clock {
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

    public AuthServices services() {
        return services;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public Traces traces() {
        return new Traces(app.head(), audit.events());
    }

    public Account person(String email) {
        return accounts.create(new NewAccount(email, true, "A name", null));
    }

    /** The token of a new session of this user. */
    public String tokenOf(String userId) {
        return signIn(userId).token();
    }

    public SignedIn signIn(String userId) {
        return sessions.open(userId, "test", FakeRequest.post("/sign-in", "{}"));
    }

    /** A new guest's token and id. */
    public SignedIn guest() {
        return sessions.openGuest(FakeRequest.post("/guest", "{}"));
    }

    /** Sends a request as the router would hand it on. */
    public Response send(Route route, FakeRequest request, String token) {
        if (token != null) {
            request.with("Authorization", "Bearer " + token);
        }
        RouteInfo.Access access = route.info().access();
        if (access != RouteInfo.Access.UNCHECKED) {
            String cookies = access == RouteInfo.Access.OPEN ? null : request.header("Cookie");
            request.by(check.authenticate(new Credentials(token, cookies, request.remoteAddress())));
        }
        if (route.info().adminOnly() && !request.principal().admin()) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "This operation is for admins.");
        }
        try {
            return route.handle(request);
        } catch (LynchetException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a request that has to be refused, and leave nothing behind. */
    public void refused(ErrorCode code, Route route, FakeRequest request, String token) {
        Traces before = traces();
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> send(route, request, token));
        assertThat(error).as("refusal of %s", route.info().pattern()).isNotNull();
        assertThat(error.code()).isEqualTo(code);
        assertThat(traces()).isEqualTo(before);
    }

    /** Whether a token is good, and if not, the error. */
    public Optional<ErrorCode> refusalOf(String token) {
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> caller(token));
        return Optional.ofNullable(error).map(LynchetException::code);
    }

    public Request caller(String token) {
        return FakeRequest.get("/").by(check.authenticate(new Credentials(token, null, "192.0.2.1")));
    }

    public static JsonNode json(Response response) {
        return JsonTree.read(new String(response.bytes(), StandardCharsets.UTF_8), "");
    }

    public static String text(Response response) {
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        app.close();
    }
}
