// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.jwt.key.KeyDownload;
import io.lynchet.auth.jwt.key.PublishedKeys;
import io.lynchet.outbound.KeyRefreshLimit;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.KnownKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an issuer is asked for its keys, and what happens when it does not answer as it should. */
class PublishedKeysTest {
    private static final RSAKey FIRST = Tokens.rsa(KnownKeys.FIRST, "k1");
    private static final RSAKey SECOND = Tokens.rsa(KnownKeys.SECOND, "k2");

    private final MovedClock clock = new MovedClock();
    private final CountDownLatch over = new CountDownLatch(1);
    private KeyServer server;
    private IssuerComponent issuer;
    private int tokens;

    @BeforeEach
    void configure() throws Exception {
        server = new KeyServer();
        server.publish(FIRST);
        issuer = issuer(2_000);
    }

    private IssuerComponent issuer(int timeoutMillis) {
        return new IssuerComponent(
                Configured.published(server.url(), "RS256")
                        .set("requestTimeoutMillis", timeoutMillis)
                        .config(),
                clock);
    }

    private void assertLeftInTime() throws Exception {
        issuer.deactivate();
        issuer = issuer(500);
        assertRefused(token(FIRST), ErrorCode.UNAVAILABLE);
    }

    @AfterEach
    void stop() {
        over.countDown();
        issuer.deactivate();
        server.close();
    }

    /** A token that nobody has seen before. */
    private String token(RSAKey key) throws Exception {
        return new Tokens(clock).claim("jti", ++tokens).rs256(key);
    }

    private void assertTaken(RSAKey key) throws Exception {
        assertThat(issuer.callerOf(token(key))).isPresent();
    }

    private void assertRefused(String token, ErrorCode code) {
        assertThatThrownBy(() -> issuer.callerOf(token)).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.retryAfterSeconds().isPresent()).isEqualTo(code == ErrorCode.UNAVAILABLE);
        });
    }

    @Test
    void keys_beforeTheFirstToken_areNotFetched() throws Exception {
        assertThat(server.asked()).isZero();
        assertTaken(FIRST);
        assertTaken(FIRST);
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void keys_afterAnHour_areFetchedAgain() throws Exception {
        assertTaken(FIRST);
        server.publish(SECOND);
        clock.advance(PublishedKeys.LIFE.minusSeconds(1));
        assertTaken(FIRST);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(token(FIRST), ErrorCode.UNAUTHENTICATED);
        assertTaken(SECOND);
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void keys_ofAnUnknownName_areFetchedAtOnce() throws Exception {
        assertTaken(FIRST);
        server.publish(FIRST, SECOND);
        assertTaken(SECOND);
        assertTaken(FIRST);
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void keys_ofManyMadeUpNames_areFetchedSeldom() throws Exception {
        assertTaken(FIRST);
        for (int i = 0; i < 4 * KeyRefreshLimit.AT_ONCE_MAX; i++) {
            RSAKey stranger = new RSAKey.Builder(SECOND).keyID("made-up-" + i).build();
            assertRefused(token(stranger), ErrorCode.UNAUTHENTICATED);
        }
        assertThat(server.asked()).isEqualTo(1 + KeyRefreshLimit.AT_ONCE_MAX);
        server.publish(FIRST, SECOND);
        clock.advance(KeyRefreshLimit.EACH);
        assertTaken(SECOND);
        assertThat(server.asked()).isEqualTo(2 + KeyRefreshLimit.AT_ONCE_MAX);
    }

    @Test
    void keys_whenOneWasReplacedUnderItsName_areNotFetchedForBadSignatures() throws Exception {
        assertTaken(FIRST);
        assertRefused(token(new RSAKey.Builder(SECOND).keyID("k1").build()), ErrorCode.UNAUTHENTICATED);
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void keys_withoutNames_areTriedAll() throws Exception {
        server.publish(
                new RSAKey.Builder(FIRST).keyID(null).build(),
                new RSAKey.Builder(SECOND).keyID(null).build());
        assertRefused(token(SECOND), ErrorCode.UNAUTHENTICATED);
        assertThat(issuer.callerOf(withoutKeyId(SECOND))).isPresent();
        assertThat(issuer.callerOf(withoutKeyId(FIRST))).isPresent();
    }

    @Test
    void keys_whenATokenNamesNone_areFetchedAgainAtOnce() throws Exception {
        assertThat(issuer.callerOf(withoutKeyId(FIRST))).isPresent();
        server.publish(SECOND);
        assertThat(issuer.callerOf(withoutKeyId(SECOND))).isPresent();
        assertThat(server.asked()).isEqualTo(2);
    }

    private String withoutKeyId(RSAKey key) throws Exception {
        return new Tokens(clock).claim("jti", ++tokens).rs256Unnamed(key);
    }

    @Test
    void issuer_thatWasNeverThere_isUnavailable() throws Exception {
        server.say(500, "{}");
        String token = token(FIRST);
        assertRefused(token, ErrorCode.UNAVAILABLE);
        assertRefused(token, ErrorCode.UNAVAILABLE);
        assertThat(server.asked()).isEqualTo(1);
        server.publish(FIRST);
        clock.advance(PublishedKeys.RETRY);
        assertThat(issuer.callerOf(token)).isPresent();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void issuer_thatDoesNotListen_isUnavailable() throws Exception {
        server.close();
        assertRefused(token(FIRST), ErrorCode.UNAVAILABLE);
    }

    @Test
    void issuer_thatIsAwayLater_doesNotMatter() throws Exception {
        assertTaken(FIRST);
        server.say(503, "");
        clock.advance(PublishedKeys.LIFE);
        assertTaken(FIRST);
        assertTaken(FIRST);
        assertThat(server.asked()).isEqualTo(2);
        // Whether a key is new can't be told now.
        assertRefused(token(SECOND), ErrorCode.UNAVAILABLE);
        assertThat(server.asked()).isEqualTo(2);
        server.publish(SECOND);
        clock.advance(PublishedKeys.RETRY);
        assertTaken(SECOND);
        assertRefused(token(FIRST), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void issuer_thatHangs_isLeftInTime() throws Exception {
        server.handle(exchange -> Await.open("the test's end", over));
        assertLeftInTime();
    }

    @Test
    void issuer_whoseBodyTrickles_isLeftInTime() throws Exception {
        server.handle(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            Await.open("the test's end", over);
            exchange.close();
        });
        assertLeftInTime();
    }

    @Test
    void issuer_thatRedirects_isNotFollowed() throws Exception {
        try (KeyServer other = new KeyServer()) {
            other.publish(FIRST);
            server.handle(exchange -> {
                exchange.getResponseHeaders().set("Location", other.url());
                KeyServer.answer(exchange, 302, "");
            });
            assertRefused(token(FIRST), ErrorCode.UNAVAILABLE);
            assertThat(other.asked()).isZero();
        }
    }

    @Test
    void documents_thatAreNoKeySets_keepTheLastKeys() throws Exception {
        assertTaken(FIRST);
        List<String> documents = List.of(
                "",
                "<html>",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[" + "{},".repeat(100) + "{}]}",
                "{\"keys\":[]}" + " ".repeat(KeyDownload.BYTES_MAX));
        for (String document : documents) {
            server.say(200, document);
            clock.advance(PublishedKeys.LIFE);
            int before = server.asked();
            assertTaken(FIRST);
            assertThat(server.asked()).isEqualTo(before + 1);
        }
        server.say(200, "{\"keys\":[]}");
        clock.advance(PublishedKeys.LIFE);
        assertRefused(token(FIRST), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void keys_whenManyComeAtOnce_areFetchedOnce() throws Exception {
        int callers = 8;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.handle(exchange -> {
            asked.countDown();
            Await.open("the others", answer);
            KeyServer.answer(exchange, 200, "{\"keys\":[" + FIRST.toPublicJWK() + "]}");
        });
        ExecutorService threads = Executors.newWorkStealingPool(callers);
        try {
            CountDownLatch begun = new CountDownLatch(callers);
            List<Callable<Optional<Caller>>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                String token = token(FIRST);
                calls.add(() -> {
                    begun.countDown();
                    return issuer.callerOf(token);
                });
            }
            List<Future<Optional<Caller>>> callersOf = new ArrayList<>();
            calls.forEach(call -> callersOf.add(threads.submit(call)));
            Await.open("all to begin", begun);
            Await.open("the first request", asked);
            answer.countDown();
            for (Future<Optional<Caller>> caller : callersOf) {
                assertThat(caller.get()).isPresent();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void keys_whileOneFetchesThemAgain_serveTheOthers() throws Exception {
        assertTaken(FIRST);
        clock.advance(PublishedKeys.LIFE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.handle(exchange -> {
            asked.countDown();
            Await.open("the other one", answer);
            KeyServer.answer(exchange, 200, "{\"keys\":[" + FIRST.toPublicJWK() + "]}");
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            String token = token(FIRST);
            Future<Optional<Caller>> waiting = thread.submit(() -> issuer.callerOf(token));
            Await.open("the request", asked);
            assertTaken(FIRST);
            assertThat(waiting.isDone()).isFalse();
            answer.countDown();
            assertThat(waiting.get()).isPresent();
        } finally {
            thread.shutdownNow();
        }
        assertThat(server.asked()).isEqualTo(2);
    }
}
