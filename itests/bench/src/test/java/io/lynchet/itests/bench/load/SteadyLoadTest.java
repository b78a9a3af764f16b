// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.itests.bench.load.ScriptedServer.Reply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SteadyLoadTest {

    private static RequestDeck deck(Target target) {
        return RequestDeck.builder(target, "secret").get("get", "/a").inOrder();
    }

    @Test
    void stop_acknowledgesExactlyWhatTheServerAnswered() throws Exception {
        CountDownLatch hundred = new CountDownLatch(100);
        try (ScriptedServer server = new ScriptedServer(n -> {
                    hundred.countDown();
                    return Reply.ok("{}");
                });
                SteadyLoad load =
                        SteadyLoad.start(server.target(), deck(server.target()), LoadSpec.Shape.closedLoop(4))) {
            assertThat(hundred.await(10, TimeUnit.SECONDS)).isTrue();
            SteadyLoad.Outcome outcome = load.stop().assertNoneFailed().assertLongestGapBelow(Duration.ofSeconds(5));
            assertThat(outcome.acknowledged()).isEqualTo(server.requests()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void assertions_sayWhatWasSeen() throws Exception {
        CountDownLatch some = new CountDownLatch(3);
        try (ScriptedServer server = new ScriptedServer(n -> {
                    some.countDown();
                    TimeUnit.MILLISECONDS.sleep(n == 1 ? 300 : 0);
                    return n == 1 ? Reply.status(503, "no store") : Reply.ok("{}");
                });
                SteadyLoad load =
                        SteadyLoad.start(server.target(), deck(server.target()), LoadSpec.Shape.closedLoop(1))) {
            assertThat(some.await(10, TimeUnit.SECONDS)).isTrue();
            SteadyLoad.Outcome outcome = load.stop();
            assertThatThrownBy(outcome::assertNoneFailed)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("503 no store");
            assertThatThrownBy(() -> outcome.assertLongestGapBelow(Duration.ofMillis(300)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("longest gap");
        }
    }

    @Test
    void deck_carriesHostTokenAndLength() {
        RequestDeck deck = RequestDeck.builder(Target.parse("http://example.org:81/base/"), "t")
                .send("insert", "POST", "/x", "{\"s\":\"\u00e9\"}")
                .inOrder();
        assertThat(deck.text(0))
                .isEqualTo("POST /base/x HTTP/1.1\r\nHost: example.org:81\r\nAuthorization: Bearer t\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"s\":\"\u00e9\"}");
    }

    @Test
    void deck_shuffledWithOneSeed_isTheSameForEachServer() {
        RequestDeck.Builder a = RequestDeck.builder(Target.parse("http://h"), null);
        RequestDeck.Builder b = RequestDeck.builder(Target.parse("http://h"), null);
        for (int i = 0; i < 100; i++) {
            a.get("get", "/" + i);
            b.get("get", "/" + i);
        }
        RequestDeck one = a.shuffled(7);
        RequestDeck two = b.shuffled(7);
        for (int i = 0; i < 100; i++) {
            assertThat(one.text(i)).isEqualTo(two.text(i));
        }
        assertThat(one.text(0) + one.text(1))
                .isNotEqualTo(a.inOrder().text(0) + a.inOrder().text(1));
    }
}
