// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The live query of an event stream becomes a frame, and what is wrong with it an answer, an error if need be. */
class LiveEventsTest {
    private final TestSocketServer test = new TestSocketServer();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile RuntimeException failure;
    private final AtomicReference<Error> error = new AtomicReference<>();

    private final FrameHandler live = new FrameHandler() {
        @Override
        public Set<String> types() {
            return Set.of("subscribe", "unsubscribe");
        }

        @Override
        public void frame(ClientSocket socket, String type, byte[] json) {
            frames.add(new String(json, StandardCharsets.UTF_8).replace('"', '\''));
            if (failure != null) {
                throw failure;
            }
            Error next = error.getAndSet(null);
            if (next != null) {
                throw next;
            }
        }
    };

    @BeforeEach
    void bind() {
        test.server.addHandler(live);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static FakeRequest query(String... namesAndValues) {
        FakeRequest request = FakeRequest.get("/api/live/events");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.query(namesAndValues[i], namesAndValues[i + 1].replace('\'', '"'));
        }
        return request;
    }

    private String frameOf(FakeRequest request) {
        test.open(request);
        Await.until("the frame", () -> frames.size() == 1);
        return frames.get(0);
    }

    @Test
    void handle_everyParameter_becomesAMember() {
        String frame = frameOf(query(
                "entity", "Todo",
                "where", "{'n':{'$gt':1e2}}",
                "order", "[['n','desc']]",
                "limit", "50",
                "since", "12",
                "scope", "s'1"));

        assertThat(frame)
                .isEqualTo("{'type':'subscribe','id':'1','entity':'Todo','where':{'n':{'$gt':1e2}},"
                        + "'order':[['n','desc']],'limit':50,'since':12,'scope':'s\\'1'}");
    }

    @Test
    void handle_countAndAggregate_becomeMembers() {
        assertThat(frameOf(query("entity", "Todo", "count", "true", "aggregate", "{'count':'*'}")))
                .isEqualTo("{'type':'subscribe','id':'1','entity':'Todo','aggregate':{'count':'*'},'count':true}");
    }

    @Test
    void handle_countThatIsFalse_isLeftOut() {
        assertThat(frameOf(query("entity", "Todo", "count", "false")))
                .isEqualTo("{'type':'subscribe','id':'1','entity':'Todo'}");
    }

    @Test
    void handle_lastEventId_goesBeforeTheParameters() {
        FakeRequest request =
                query("entity", "Todo", "since", "1", "scope", "old").with("Last-Event-ID", "77.a.b");

        assertThat(frameOf(request)).contains("'since':77,'scope':'a.b'").doesNotContain("old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x      | 1         | INVALID_PARAMETER",
                "limit  | ten       | INVALID_PARAMETER",
                "limit  | -1        | INVALID_PARAMETER",
                "count  | yes       | INVALID_PARAMETER",
                "since  | 1.5       | INVALID_PARAMETER",
                "where  | {'a'      | INVALID_JSON",
                "order  | desc      | INVALID_JSON",
                "aggregate | ``     | INVALID_JSON"
            })
    void handle_badParameter_isRefusedBeforeTheStreamOpens(String name, String value, ErrorCode code) {
        assertThatThrownBy(() -> test.answer(query("entity", "Todo", name, value)))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        error -> assertThat(error.code()).isEqualTo(code));
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void firstFrame_thatEndsInAnError_closesItsStream_andTheNextOneIsServed(Error first) {
        error.set(first);
        FakeChannel broken = test.open(query("entity", "Todo"));
        Await.until("its end", () -> broken.closeCode() == CloseCode.FAILED);
        FakeChannel next = test.open(query("entity", "Todo"));
        Await.until("the next frame", () -> frames.size() == 2);
        assertThat(next.closes()).isZero();
    }

    @Test
    void handle_withoutEntity_isRefused() {
        assertThatThrownBy(() -> test.answer(query("count", "true"))).hasMessageContaining("entity");
    }

    @Test
    void handle_parameterGivenTwice_isRefused() {
        assertThatThrownBy(() -> test.answer(query("entity", "Todo", "limit", "1", "limit", "2")))
                .hasMessageContaining("twice");
    }

    @ParameterizedTest
    @CsvSource({"7", "7.", ".a", "x.a", "-7.a", "99999999999999999999.a"})
    void handle_lastEventIdOfSomebodyElse_isRefused(String id) {
        assertThatThrownBy(() -> test.answer(query("entity", "Todo").with("Last-Event-ID", id)))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
    }

    @Test
    void handle_withoutLiveQueries_isAnswered503() {
        test.server.removeHandler(live);

        assertThatThrownBy(() -> test.answer(query("entity", "Todo")))
                .isInstanceOfSatisfying(LynchetException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(error.retryAfterSeconds()).isPresent();
                });
    }

    @Test
    void opened_handlerThatRefuses_sendsAnErrorEventAndEnds() {
        failure = new LynchetException(ErrorCode.ENTITY_NOT_FOUND, "There is no entity Tod.");

        FakeChannel stream = test.open(query("entity", "Tod"));

        Await.until("the end", () -> stream.closeCode() == CloseCode.NORMAL);
        assertThat(stream.texts())
                .singleElement()
                .asString()
                .startsWith("data: {'type':'error','id':'1','error':{'code':'ENTITY_NOT_FOUND'")
                .endsWith("\n\n");
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @Test
    void opened_handlerThatFails_endsTheStream() {
        failure = new IllegalStateException("meant to fail");

        FakeChannel stream = test.open(query("entity", "Todo"));

        Await.until("the end", () -> stream.closeCode() == CloseCode.FAILED);
        assertThat(stream.texts()).isEmpty();
    }

    @Test
    void info_ofEachRoute_namesItsParameters() {
        assertThat(test.server.routes())
                .extracting(route ->
                        route.info().pattern() + " " + route.info().parameters().size())
                .containsExactly("/api/live 0", "/api/live/events 8", "/api/sync/ws 2", "/api/sync/events 2");
        assertThat(test.server.routes()).noneMatch(route -> route.info().anyParameter());
    }
}
