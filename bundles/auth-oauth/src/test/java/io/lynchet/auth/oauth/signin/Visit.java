// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.auth.oauth.provider.IdentityProvider;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** This server with its fakes, and a browser that comes by. */
final class Visit implements AutoCloseable {
    static final String HOST = "app.example.org";

    final FakeAccounts accounts = new FakeAccounts();
    final FakeSessions sessions = new FakeSessions();
    final FakeAttempts attempts = new FakeAttempts();
    final RecordingAudit audit = new RecordingAudit();
    final LeasedRegistry<String, IdentityProvider> providers = new LeasedRegistry<>();
    final ServedApp app;
    final OAuthServices services = new OAuthServices();
    final BeginSignIn begin;
    final FinishSignIn finish;
    final FinishSignInByPost finishByPost;
    final MovedClock clock = new MovedClock();

    /** The system's clock, moved. */
    static final class MovedClock extends Clock {
        private volatile Duration by = Duration.ZERO;

        void advance(Duration more) {
            by = by.plus(more);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
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

    /** What the browser has after the first redirect. */
    record Begun(URI provider, String cookie) {
        Map<String, String> query() {
            return Visit.query(provider);
        }

        String state() {
            return query().get("state");
        }

        String nonce() {
            return query().get("nonce");
        }
    }

    Visit(Path folder) throws IOException {
        app = new ServedApp(folder, """
                {"manifest_version":1,"name":"t","version":"1","entities":[{"name":"Note","fields":[{"name":"title","type":"string"}]}],"policies":[],"queries":[],"actions":[],"routes":[],
                "auth":{"trusted_origins":["https://app.example","https://other.example:8443"]}}""", new PendingSignInSchema());
        services.data().bind(app.service());
        services.accounts().bind(accounts);
        accounts.endCredentials(userId -> sessions.revokeAll(userId, null));
        services.sessions().bind(sessions);
        services.attempts().bind(attempts);
        services.audit().bind(audit);
        SignInFlow flow = new SignInFlow(services, providers, new PublicAddress(""), clock);
        begin = new BeginSignIn(flow);
        finish = new FinishSignIn(flow);
        finishByPost = new FinishSignInByPost(flow);
    }

    void install(IdentityProvider provider) {
        providers.add(provider.name(), 0, 1, provider);
    }

    static FakeRequest login(String provider) {
        return FakeRequest.get("/api/auth/login/" + provider)
                .pathParameter("provider", provider)
                .with("Host", HOST);
    }

    Begun begin(FakeRequest request) {
        Response response = begin.handle(request);
        assertThat(response.status()).isEqualTo(302);
        String cookie = header(response, "Set-Cookie");
        return new Begun(URI.create(header(response, "Location")), cookie.substring(0, cookie.indexOf(';')));
    }

    /** The address to which the provider sends the browser back. */
    static URI consent(Begun begun) throws Exception {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(begun.provider()).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    static FakeRequest back(String provider, URI address, String cookie) {
        FakeRequest request = FakeRequest.get(address.getPath()).pathParameter("provider", provider);
        query(address).forEach(request::query);
        return (cookie == null ? request : request.with("Cookie", "a=b; " + cookie)).with("Host", HOST);
    }

    Response finish(FakeRequest request) {
        return finish.handle(request);
    }

    static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        for (String field : address.getRawQuery().split("&")) {
            String[] pair = field.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    static String header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Response.Header::value)
                .findFirst()
                .orElse(null);
    }

    long states() {
        DataService service = app.service();
        return service.count(
                Principal.ADMIN, service.app().schema().entityOrNull(PendingSignInSchema.ENTITY), Filter.Constant.TRUE);
    }

    /** All rows of what has begun, as text. */
    String stored() {
        DataService service = app.service();
        return service.query(
                        Principal.ADMIN,
                        Query.of(
                                service.app().schema().entityOrNull(PendingSignInSchema.ENTITY),
                                Filter.Constant.TRUE,
                                100))
                .rows()
                .toString();
    }

    /** The code with which the request is refused. */
    ErrorCode refusal(FakeRequest request) {
        try {
            finish.handle(request);
        } catch (LynchetException e) {
            return e.code();
        }
        throw new AssertionError("the sign-in succeeded");
    }

    /** Nobody has got in, and nothing about accounts has changed but the failure's record. */
    void assertNothingHappened(int accountsBefore) {
        assertThat(sessions.opened()).isEmpty();
        assertThat(accounts.all()).hasSize(accountsBefore);
        assertThat(accounts.links()).isEmpty();
        assertThat(audit.events()).containsOnly("sign_in_failed");
    }

    @Override
    public void close() {
        app.close();
    }
}
