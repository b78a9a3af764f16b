// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.totp.code.TimeCodes;
import io.lynchet.auth.totp.secret.EncryptionKey;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The routes with everything around them: a real data service, and fakes of the rest. */
public final class TotpScene implements AutoCloseable {
    public static final SecretCipher SEAL = new SecretCipher(List.of(new EncryptionKey(new byte[EncryptionKey.BYTES])));
    static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
             "entities":[{"name":"Note","fields":[
               {"name":"text","type":"string","optional":true,"unique":false}],"indexes":[]}],
             "policies":[{"name":"notes","entity":"Note","allow":"auth.isAdmin"}]}""";
    public static final String VERIFY = "/api/auth/totp/verify";
    static final String ENROLL = "/api/auth/totp/enroll";
    static final String DISABLE = "/api/auth/totp/disable";
    static final String RENEW = "/api/auth/totp/backup-codes/regenerate";

    public final ServedApp app;
    public final TotpServices services = new TotpServices();
    final FakeAccounts accounts = new FakeAccounts();
    final FakeSessions sessions = new FakeSessions();
    final FakeAttempts attempts = new FakeAttempts();
    final RecordingAudit audit = new RecordingAudit();
    public final SettableClock clock = new SettableClock();
    /** What tokens are good for. */
    final Map<String, Caller> tokens = new ConcurrentHashMap<>();

    /** Somebody with an account. */
    public final String ada = accounts.add("ada@example.org", true).id();

    final String eve = accounts.add("eve@example.org", true).id();

    /** What could have happened. */
    record Traces(long head, int opened, int revoked, String factor, List<String> events) {}

    public TotpScene(Path folder) throws IOException {
        app = new ServedApp(folder, MANIFEST, new TotpSchema());
        services.data().bind(app.service());
        services.accounts().bind(accounts);
        services.sessions().bind(sessions);
        services.authenticator().bind(this::authenticate);
        services.attempts().bind(attempts);
        services.audit().bind(audit);
    }

    private Caller authenticate(Credentials credentials) {
        if (credentials.bearerToken() == null && credentials.cookies() == null) {
            return Caller.ANONYMOUS;
        }
        String token = credentials.bearerToken() == null ? credentials.cookies() : credentials.bearerToken();
        Caller caller = tokens.get(token);
        if (caller == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
        }
        return caller;
    }

    Traces traces() {
        return new Traces(
                app.head(),
                sessions.opened().size(),
                sessions.revoked().size(),
                accounts.secondFactor(ada),
                audit.events());
    }

    /** By routes of their own each time, as after a restart: nothing that counts may be kept in them. */
    Response call(Request request) throws Exception {
        for (Route route : TotpRoutes.of(services, clock, SEAL)) {
            String pattern = route.info().pattern().replace("{id}", "[^/]+");
            if (route.info().method() == request.method() && request.path().matches(pattern)) {
                return route.handle(request);
            }
        }
        throw new AssertionError("no route for " + request.path());
    }

    /** As somebody who is signed in; the token is for the one route that looks at it itself. */
    Response as(String userId, FakeRequest request) throws Exception {
        Caller caller = Caller.unlimited(Principal.user(userId), Caller.Kind.SESSION, "session of " + userId);
        tokens.put("token of " + userId, caller);
        boolean unchecked = request.path().equals(VERIFY);
        return call(
                request.by(unchecked ? Caller.ANONYMOUS : caller).with("Authorization", "Bearer token of " + userId));
    }

    Response post(String userId, String path, String json) throws Exception {
        return as(userId, FakeRequest.post(path, json));
    }

    public Response show(String userId, String path, String code) throws Exception {
        return post(userId, path, "{'code':'" + code + "'}");
    }

    /** By a sign-in that waits. */
    public Response showWaiting(String code) throws Exception {
        return call(FakeRequest.post(VERIFY, "{'code':'" + code + "'}").with("Authorization", "Bearer waits"));
    }

    /** Begins a sign-in of somebody with a confirmed app. */
    public Session signIn(String userId) {
        return sessions.await(userId, "password");
    }

    /** The secret that somebody was given. */
    public byte[] enrol(String userId) throws Exception {
        post(userId, ENROLL, "{}");
        return secret(userId);
    }

    public byte[] secret(String userId) {
        return app.rows(TotpSchema.ENROLMENTS).stream()
                .filter(row -> row.id().equals(userId))
                .map(row -> SEAL.open(userId, (String) row.get(TotpSchema.SECRET)))
                .findFirst()
                .orElseThrow();
    }

    /** Enrols and confirms; the recovery codes. Afterwards the app shows a code that was not used yet. */
    public List<String> enable(String userId) throws Exception {
        enrol(userId);
        List<String> codes = strings(json(show(userId, VERIFY, code(userId))), "backup_codes");
        clock.advance(Duration.ofSeconds(TimeCodes.STEP_SECONDS));
        return codes;
    }

    /** What the app shows now. */
    public String code(String userId) {
        return codeIn(userId, 0);
    }

    /** What the app shows so many steps from now. */
    String codeIn(String userId, int steps) {
        return new TimeCodes().at(secret(userId), TimeCodes.step(clock.instant()) + steps);
    }

    /** Six digits that are no code of these minutes. */
    String wrong(String userId) {
        Set<String> good = Set.of(codeIn(userId, -1), codeIn(userId, 0), codeIn(userId, 1));
        return List.of("000000", "111111", "222222", "333333").stream()
                .filter(code -> !good.contains(code))
                .findFirst()
                .orElseThrow();
    }

    static JsonNode.ObjectNode json(Response response) {
        return (JsonNode.ObjectNode) JsonTree.read(response.bytes());
    }

    static List<String> strings(JsonNode.ObjectNode object, String name) {
        return ((JsonNode.ArrayNode) object.get(name))
                .items().stream().map(item -> (String) item.plain()).toList();
    }

    /** A call that may fail with anything. */
    interface Call {
        Object run() throws Exception;
    }

    static LynchetException refusal(ErrorCode code, Call call) {
        LynchetException refused = catchThrowableOfType(LynchetException.class, call::run);
        assertThat(refused).as("is refused").isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    @Override
    public void close() {
        app.close();
    }
}
