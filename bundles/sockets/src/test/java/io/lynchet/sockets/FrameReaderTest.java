// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.sockets.socket.FrameReader;
import io.lynchet.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients say, and what they get for it when it is wrong. */
class FrameReaderTest {
    private final TestSocketServer test = new TestSocketServer();
    private final FakeHandler handler = new FakeHandler("a");

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type'                     | 'INVALID_JSON'",
                "``                          | 'INVALID_JSON'",
                "{'type':'a','type':'a'}     | 'INVALID_JSON'",
                "[1]                         | 'path':'$'",
                "'text'                      | 'path':'$'",
                "{'id':'x'}                  | 'id':'x'",
                "{'type':7,'id':12}          | 'id':12,",
                "{'type':null}               | 'path':'$.type'",
                "{'type':'unheard-of'}       | The server knows no frame of this type",
                "{'type':'ping','x':1}       | Unknown key"
            })
    void message_badFrame_isAnsweredAndTheSocketStays(String json, String expected) {
        FakeChannel channel = test.with(handler).head(1).live();

        channel.say(json);

        assertThat(channel.texts())
                .singleElement()
                .asString()
                .startsWith("{'type':'error',")
                .contains(expected);
        assertThat(channel.closes()).isZero();
        assertThat(handler.calls).containsExactly("opened");
    }

    @Test
    void message_idThatIsTooLongOrNoName_isNotRepeated() {
        FakeChannel channel = test.live();

        channel.say("{'type':'x','id':'" + "i".repeat(FrameReader.NAME_CHARS_MAX + 1) + "'}");
        channel.say("{'type':'x','id':{'a':1}}");

        assertThat(channel.texts()).hasSize(2).noneMatch(text -> text.contains("'id'"));
    }

    @Test
    void message_badFrameOfARoom_isAnsweredWithTheRoomAndTheCodeOutside() {
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'unheard-of','room':'doc/7'}");
        channel.say("{'type':'unheard-of','room':'" + "r".repeat(FrameReader.NAME_CHARS_MAX + 1) + "'}");
        channel.say("{'type':'unheard-of','room':7}");

        assertThat(channel.texts()).hasSize(3);
        assertThat(channel.texts().get(0)).contains("'room':'doc/7','code':'INVALID_DATA','error':{");
        assertThat(channel.texts().subList(1, 3)).noneMatch(text -> text.contains("'room'"));
    }

    @Test
    void message_deeplyNested_isAnErrorOnly() {
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'a','x':" + "[".repeat(2_000) + "]".repeat(2_000) + "}");

        assertThat(channel.texts()).singleElement().asString().contains("INVALID_JSON");
        assertThat(handler.calls).containsExactly("opened");
    }

    @Test
    void message_handlerThatRefuses_isAnErrorFrameWithTheId() {
        handler.onFrame = socket -> {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "No.");
        };
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'a','id':'q7'}");

        assertThat(channel.texts())
                .singleElement()
                .asString()
                .contains("'id':'q7'", "'code':'POLICY_DENIED'", "'message':'No.'");
        assertThat(channel.closes()).isZero();
    }

    @Test
    void message_handlerThatFails_closesWith1011AndTellsNothing() {
        handler.onFrame = socket -> {
            throw new IllegalStateException("secret");
        };
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'a'}");

        assertThat(channel.closeCode()).isEqualTo(CloseCode.FAILED);
        assertThat(channel.texts()).isEmpty();
    }

    @Test
    void message_hundredBadFramesAtOnce_areBorneAndTheNextIsNot() {
        FakeChannel channel = test.live();
        for (int i = 0; i < FrameReader.BAD_FRAMES_MAX; i++) {
            channel.say("?");
        }
        assertThat(channel.closes()).isZero();

        channel.say("?");

        assertThat(channel.closeCode()).isEqualTo(CloseCode.TOO_MANY_ERRORS);
        assertThat(channel.texts()).hasSize(FrameReader.BAD_FRAMES_MAX + 1);
    }

    @Test
    void message_badFramesNowAndThen_areForgotten() {
        FakeChannel channel = test.live();

        for (int i = 0; i < 5 * FrameReader.BAD_FRAMES_MAX; i++) {
            channel.say("?");
            test.clock.addAndGet(1_000_000_000L);
        }

        assertThat(channel.closes()).isZero();
    }

    @Test
    void message_errorsOfTheServer_areNotHeldAgainstTheClient() {
        handler.onFrame = socket -> {
            throw new LynchetException(ErrorCode.UNAVAILABLE, "later");
        };
        FakeChannel channel = test.with(handler).live();

        for (int i = 0; i < 3 * FrameReader.BAD_FRAMES_MAX; i++) {
            channel.say("{'type':'a'}");
        }

        assertThat(channel.closes()).isZero();
    }

    @Test
    void message_clientThatReadsNoAnswers_isClosed() {
        FakeChannel channel = test.live().slow();

        for (int i = 0; i < 50; i++) {
            channel.say("?");
        }
        channel.takeAll();

        assertThat(channel.closeCode()).isEqualTo(CloseCode.TRY_LATER);
    }

    @Test
    void message_afterTheCloseHasBegun_isIgnored() {
        FakeChannel channel = test.with(handler).live().slow();
        handler.socket.offer(FakeHandler.frame("1"));
        handler.socket.close(CloseCode.NORMAL, "");

        channel.say("{'type':'a'}");

        assertThat(handler.calls).containsExactly("opened");
    }

    @Test
    void ping_handlersThatSayNothing_getsTheHeadOfTheLog() {
        FakeChannel channel = test.with(handler).head(42).live();

        channel.say("{'type':'ping'}");

        assertThat(channel.texts()).containsExactly("{'type':'pong','seq':42}");
    }

    @Test
    void ping_handlerThatIsBehind_getsTheLeast() {
        FakeHandler behind = new FakeHandler("b");
        behind.seq = 40;
        handler.seq = 41;
        FakeChannel channel = test.with(handler, behind).head(42).live();

        channel.say("{'type':'ping'}");

        assertThat(channel.texts()).containsExactly("{'type':'pong','seq':40}");
    }

    @Test
    void ping_handlerAheadOfTheHeadThatWasRead_getsTheHead() {
        handler.seq = 50;
        FakeChannel channel = test.with(handler).head(42).live();

        channel.say("{'type':'ping'}");

        assertThat(channel.texts()).containsExactly("{'type':'pong','seq':42}");
    }

    @Test
    void ping_whenTheQueueIsFull_isAnsweredOnceWhenItIsEmpty() {
        FakeChannel channel = test.with(handler).head(42).live().slow();
        handler.socket.offer(Frame.of("x".repeat(2_000).getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 200; i++) {
            channel.say("{'type':'ping'}");
        }
        assertThat(channel.texts()).hasSize(1);

        channel.take();

        Await.until("the pong", () -> channel.texts().size() == 2);
        channel.takeAll();
        test.pass(Duration.ofSeconds(1));
        assertThat(channel.texts()).hasSize(2).last().isEqualTo("{'type':'pong','seq':42}");
        channel.say("{'type':'ping'}");
        assertThat(channel.texts()).hasSize(3);
    }
}
