// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import static io.lynchet.auth.totp.routes.TotpScene.ENROLL;
import static io.lynchet.auth.totp.routes.TotpScene.VERIFY;
import static io.lynchet.auth.totp.routes.TotpScene.json;
import static io.lynchet.auth.totp.routes.TotpScene.refusal;
import static io.lynchet.auth.totp.routes.TotpScene.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.auth.totp.code.TimeCodes;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the real accounts and sessions: whose token it is, what a waiting one is good for, and what goes with an
 * account.
 */
class RealSessionsTest {
    private final TotpServices services = new TotpServices();
    private final SettableClock clock = new SettableClock();
    private ServedAuth auth;
    private Accounts accounts;
    private Sessions sessions;
    private String ada;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        auth = new ServedAuth(folder);
        accounts = auth.service(Accounts.class);
        sessions = auth.service(Sessions.class);
        services.data().bind(auth.app.service());
        services.accounts().bind(accounts);
        services.sessions().bind(sessions);
        services.authenticator().bind(auth.service(Authenticator.class));
        services.attempts().bind(auth.service(AttemptLimiter.class));
        services.audit().bind(auth.service(Audit.class));
        ada = accounts.create(new NewAccount("ada@example.org", true, "Ada", null))
                .id();
    }

    @AfterEach
    void strike() {
        auth.close();
    }

    private SignedIn signIn(String userId) {
        return sessions.open(userId, "password", FakeRequest.get("/"));
    }

    private Caller caller(String token) {
        return auth.service(Authenticator.class).authenticate(new Credentials(token, null, "192.0.2.1"));
    }

    /** As the router would, which asks the authenticator first on all routes but one. */
    private Response post(String token, String path, String json) throws Exception {
        return call(FakeRequest.post(path, json).with("Authorization", "Bearer " + token), token);
    }

    private Response call(FakeRequest request, String token) throws Exception {
        for (Route route : TotpRoutes.of(services, clock, TotpScene.SEAL)) {
            if (route.info().pattern().equals(request.path())) {
                boolean unchecked = route.info().access() == RouteInfo.Access.UNCHECKED;
                Request arrived = unchecked ? request : request.by(caller(token));
                return route.handle(arrived);
            }
        }
        throw new AssertionError(request.path());
    }

    private Response show(String token, String code) throws Exception {
        return post(token, VERIFY, "{'code':'" + code + "'}");
    }

    private String code(String userId) {
        byte[] secret = auth.app.rows(TotpSchema.ENROLMENTS).stream()
                .filter(row -> row.id().equals(userId))
                .map(row -> TotpScene.SEAL.open(userId, (String) row.get(TotpSchema.SECRET)))
                .findFirst()
                .orElseThrow();
        return new TimeCodes().at(secret, TimeCodes.step(clock.instant()));
    }

    /** Enrols and confirms; the recovery codes. */
    private List<String> enable(String userId) throws Exception {
        String token = signIn(userId).token();
        post(token, ENROLL, "{}");
        List<String> codes = strings(json(show(token, code(userId))), "backup_codes");
        clock.advance(Duration.ofSeconds(TimeCodes.STEP_SECONDS));
        return codes;
    }

    private List<String> events() {
        return auth.service(Audit.class).entries(null, null, 100).stream()
                .map(Audit.Entry::event)
                .toList();
    }

    @Test
    void signIn_waitsForTheCode_andThenHasANewToken() throws Exception {
        SignedIn before = signIn(ada);
        enable(ada);
        assertThat(caller(before.token()).principal().userId())
                .as("sessions that are open stay open")
                .isEqualTo(ada);
        SignedIn waiting = signIn(ada);
        assertThat(waiting.secondFactor()).isEqualTo("totp");
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> caller(waiting.token()));
        var answer = json(show(waiting.token(), code(ada)));
        String token = answer.get("token").plain().toString();
        assertThat(token).isNotEqualTo(waiting.token());
        assertThat(answer.get("user_id").plain()).isEqualTo(ada);
        assertThat(caller(token).principal().userId()).isEqualTo(ada);
        refusal(ErrorCode.UNAUTHENTICATED, () -> caller(waiting.token()));
        refusal(ErrorCode.UNAUTHENTICATED, () -> show(waiting.token(), code(ada)));
        Await.until("the sign-in is on record", () -> Collections.frequency(events(), "sign_in") == 3);
    }

    @Test
    void waitingSession_isGoodForNoOtherRouteOfThis() throws Exception {
        enable(ada);
        String waiting = signIn(ada).token();
        String body = "{'code':'" + code(ada) + "'}";
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> post(waiting, ENROLL, "{}"));
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> post(waiting, TotpScene.DISABLE, body));
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> post(waiting, TotpScene.RENEW, body));
    }

    @Test
    void tokenOfOne_withTheCookieOfAnother_isTheTokens() throws Exception {
        enable(ada);
        String eve = accounts.create(new NewAccount("eve@example.org", true, "Eve", null))
                .id();
        enable(eve);
        String waiting = signIn(ada).token();
        String full =
                json(show(signIn(eve).token(), code(eve))).get("token").plain().toString();
        clock.advance(Duration.ofSeconds(TimeCodes.STEP_SECONDS));
        FakeRequest mixed = FakeRequest.post(VERIFY, "{'code':'" + code(ada) + "'}")
                .with("Authorization", "Bearer " + full)
                .with("Cookie", "shop_session=" + waiting);
        refusal(ErrorCode.INVALID_CODE, () -> call(mixed, full));
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> caller(waiting));
        FakeRequest other = FakeRequest.post(VERIFY, "{'code':'" + code(ada) + "'}")
                .with("Authorization", "Bearer " + waiting)
                .with("Cookie", "shop_session=" + full);
        assertThat(json(call(other, waiting)).get("user_id").plain()).isEqualTo(ada);
    }

    @Test
    void waitingSessionInACookie_isCompleted_andTheCookieReplaced() throws Exception {
        enable(ada);
        String waiting = signIn(ada).token();
        FakeRequest request = FakeRequest.post(VERIFY, "{'code':'" + code(ada) + "'}")
                .with("Cookie", "shop_session=" + waiting)
                .with("Origin", "https://app.example.org");
        Response response = call(request, null);
        String token = json(response).get("token").plain().toString();
        assertThat(response.headers().toString()).contains("shop_session=" + token);
        // With a header that is no bearer token nobody looks at the cookie.
        String another = signIn(ada).token();
        refusal(
                ErrorCode.UNAUTHENTICATED,
                () -> call(
                        FakeRequest.post(VERIFY, "{'code':'123456'}")
                                .with("Authorization", "Basic YQ==")
                                .with("Cookie", "shop_session=" + another),
                        null));
    }

    @Test
    void oneCode_atManySignInsAtOnce_completesOne() throws Exception {
        enable(ada);
        completesOne(code(ada));
    }

    @Test
    void oneRecoveryCode_atManySignInsAtOnce_completesOne() throws Exception {
        completesOne(enable(ada).get(0));
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).hasSize(9);
    }

    private void completesOne(String code) throws Exception {
        Queue<String> waiting = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(signIn(ada).token());
        }
        List<String> outcomes = AtOnce.run(8, () -> show(waiting.remove(), code));
        assertThat(outcomes).containsOnlyOnce("200");
        assertThat(Collections.frequency(outcomes, "INVALID_CODE")).isEqualTo(7);
        Await.until("the failures are on record", () -> Collections.frequency(events(), "second_factor_failed") == 7);
    }

    @Test
    void fiveWrongCodes_endTheSession() throws Exception {
        enable(ada);
        String waiting = signIn(ada).token();
        String wrong = code(ada).equals("000000") ? "111111" : "000000";
        for (int i = 1; i < TotpLimits.TRIES_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> show(waiting, wrong));
        }
        refusal(ErrorCode.SESSION_EXPIRED, () -> show(waiting, wrong));
        refusal(ErrorCode.UNAUTHENTICATED, () -> show(waiting, code(ada)));
        refusal(ErrorCode.UNAUTHENTICATED, () -> caller(waiting));
        assertThat(show(signIn(ada).token(), code(ada)).status()).isEqualTo(200);
    }

    @Test
    void revokedSession_confirmsNothing() throws Exception {
        String token = signIn(ada).token();
        post(token, ENROLL, "{}");
        sessions.revokeAll(ada, null);
        refusal(ErrorCode.UNAUTHENTICATED, () -> show(token, code(ada)));
        assertThat(signIn(ada).secondFactor()).isNull();
    }

    @Test
    void disabling_letsSignInsThrough() throws Exception {
        List<String> recovery = enable(ada);
        String token = json(show(signIn(ada).token(), recovery.get(0)))
                .get("token")
                .plain()
                .toString();
        post(token, TotpScene.DISABLE, "{'code':'" + recovery.get(1) + "'}");
        assertThat(signIn(ada).secondFactor()).isNull();
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).isEmpty();
    }

    @Test
    void provingAnUnprovenAddress_takesNoSecondFactorOff() throws Exception {
        String squatted = accounts.create(new NewAccount("bob@example.org", false, "Bob", null))
                .id();
        List<String> recovery = enable(squatted);
        enable(ada);
        String waiting = signIn(squatted).token();
        accounts.emailVerified(squatted, "bob@example.org");
        refusal(ErrorCode.UNAUTHENTICATED, () -> show(waiting, recovery.get(0)));
        SignedIn byMail = signIn(squatted);
        assertThat(byMail.secondFactor()).isEqualTo("totp");
        refusal(ErrorCode.SECOND_FACTOR_REQUIRED, () -> caller(byMail.token()));
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS))
                .extracting(row -> row.id())
                .containsExactlyInAnyOrder(ada, squatted);
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).hasSize(20);
        assertThat(signIn(ada).secondFactor()).isEqualTo("totp");
    }

    @Test
    void provingAProvenAddressAgain_takesNothingAway() throws Exception {
        enable(ada);
        accounts.emailVerified(ada, "ada@example.org");
        assertThat(signIn(ada).secondFactor()).isEqualTo("totp");
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).hasSize(10);
    }

    @Test
    void provingAnUnprovenAddress_forgetsAnAppThatNoCodeHasConfirmed() throws Exception {
        String made = accounts.create(new NewAccount("bob@example.org", false, "Bob", null))
                .id();
        post(signIn(made).token(), ENROLL, "{}");
        accounts.emailVerified(made, "bob@example.org");
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(signIn(made).secondFactor()).isNull();
    }

    @Test
    void confirmingWhileTheAddressIsProven_leavesTheFactorOn() throws Exception {
        String squatted = accounts.create(new NewAccount("bob@example.org", false, "Bob", null))
                .id();
        String token = signIn(squatted).token();
        post(token, ENROLL, "{}");
        String code = code(squatted);
        // The address is proven after the app was confirmed, and before the account is marked.
        services.accounts().unbind(accounts);
        services.accounts()
                .bind(new Interrupted(accounts, () -> accounts.emailVerified(squatted, "bob@example.org")).service());
        show(token, code);
        assertThat(signIn(squatted).secondFactor()).isEqualTo("totp");
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS)).hasSize(1);
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).hasSize(10);
    }

    /** The account service, with something that happens before the first mark. */
    private static final class Interrupted {
        private final Accounts accounts;
        private Runnable event;

        Interrupted(Accounts accounts, Runnable event) {
            this.accounts = accounts;
            this.event = event;
        }

        Accounts service() {
            return (Accounts) Proxy.newProxyInstance(
                    Interrupted.class.getClassLoader(), new Class<?>[] {Accounts.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("secondFactor") && event != null) {
                            Runnable once = event;
                            event = null;
                            once.run();
                        }
                        return method.invoke(accounts, arguments);
                    });
        }
    }

    @Test
    void deletingTheAccount_leavesNothing() throws Exception {
        enable(ada);
        accounts.delete(ada);
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(auth.app.rows(TotpSchema.RECOVERY)).isEmpty();
    }

    @Test
    void deletingTheAccount_takesAnAppThatWaitsForItsFirstCodeAlong() throws Exception {
        post(signIn(ada).token(), "/api/auth/totp/enroll", "{}");
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS)).hasSize(1);
        accounts.delete(ada);
        assertThat(auth.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(accounts.byId(ada)).isEmpty();
    }
}
