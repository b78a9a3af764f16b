// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import static io.lynchet.rooms.TestRooms.joined;
import static io.lynchet.rooms.TestRooms.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import io.lynchet.rooms.room.RoomLimits;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.socket.FakeSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ThreadLeaks.class)
class RoomCallsTest {
    private static final Principal ADA = Principal.user("ada");
    private static final Principal BOB = Principal.user("bob");
    private static final String AT = "2026-11-23T10:00:00Z";

    private final FakeRules rules = new FakeRules();
    private TestRooms rooms = new TestRooms(rules);

    @AfterEach
    void end() {
        rooms.close();
    }

    private ErrorCode refusal(Principal principal, String what, String json) {
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> rooms.call(principal, what, json));
        return error == null ? null : error.code();
    }

    private ErrorCode refusedLook(Principal principal, String room) {
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> rooms.get(principal, room));
        return error == null ? null : error.code();
    }

    @Test
    void join_answersWhoIsThereAlready() {
        assertThat(rooms.call(ADA, "join", "{'room':'r1','data':{'name':'one'}}"))
                .isEqualTo(Map.of(
                        "joined",
                        "r1",
                        "member",
                        Map.of("user_id", "ada", "data", Map.of("name", "one"), "joined_at", AT),
                        "snapshot",
                        Map.of("type", "snapshot", "room", "r1", "peers", List.of())));
        assertThat(rooms.call(BOB, "join", "{'room':'r1','user_id':'ada'}"))
                .isEqualTo(Map.of(
                        "joined",
                        "r1",
                        "member",
                        Map.of("user_id", "bob", "data", Map.of(), "joined_at", AT),
                        "snapshot",
                        Map.of(
                                "type",
                                "snapshot",
                                "room",
                                "r1",
                                "peers",
                                List.of(Map.of("user_id", "ada", "data", Map.of("name", "one"), "joined_at", AT)))));
        assertThat(rooms.list(ADA)).isEqualTo(List.of(Map.of("members", 2L, "name", "r1")));
        assertThat(rooms.get(BOB, "r1"))
                .isEqualTo(Map.of(
                        "room",
                        "r1",
                        "count",
                        2L,
                        "members",
                        List.of(
                                Map.of("user_id", "ada", "data", Map.of("name", "one"), "joined_at", AT),
                                Map.of("user_id", "bob", "data", Map.of(), "joined_at", AT))));
    }

    @Test
    void joiningAgain_changesOnlyWhatIsTold() {
        rooms.call(ADA, "join", "{'room':'r1','data':1}");
        rooms.call(ADA, "join", "{'room':'r1'}");
        assertThat(rooms.get(ADA, "r1").toString()).contains("data=1");
        rooms.call(ADA, "join", "{'room':'r1','data':2}");
        assertThat(rooms.get(ADA, "r1").toString()).contains("data=2").contains("count=1");
    }

    @Test
    void presenceAndBroadcast_reachThoseWhoFollow() {
        rooms.call(ADA, "join", "{'room':'r1'}");
        FakeSocket socket = rooms.socket("ada");
        rooms.send(socket, "room-subscribe", "r1");
        socket.take();
        rooms.call(BOB, "join", "{'room':'r1','data':{'n':2}}");
        assertThat(rooms.call(BOB, "presence", "{'room':'r1','data':{'cur':5}}"))
                .isEqualTo(Map.of("updated", true));
        assertThat(rooms.call(BOB, "broadcast", "{'room':'r1','topic':'t','data':{'hi':1}}"))
                .isEqualTo(Map.of("broadcasted", true));
        assertThat(rooms.call(BOB, "leave", "{'room':'r1'}")).isEqualTo(Map.of("left", "r1", "was_present", true));
        assertThat(socket.read())
                .containsExactly(
                        joined("r1", "bob", Map.of("n", 2L), AT),
                        update("r1", "presence", "bob", Map.of("cur", 5L)),
                        update("r1", "broadcast", "bob", Map.of("topic", "t", "payload", Map.of("hi", 1L))),
                        update("r1", "leave", "bob", null));
    }

    @Test
    void outsiders_areToldTheSame_whetherOrNotARoomExists() {
        rooms.call(ADA, "join", "{'room':'full'}");
        rules.forbid("bob", "full");
        rules.forbid("bob", "empty");
        for (String room : List.of("full", "empty")) {
            String body = "{'room':'" + room + "','topic':'t','data':1}";
            assertThat(refusal(BOB, "join", "{'room':'" + room + "'}")).isEqualTo(ErrorCode.POLICY_DENIED);
            assertThat(refusal(BOB, "presence", "{'room':'" + room + "'}")).isEqualTo(ErrorCode.NOT_IN_ROOM);
            assertThat(refusal(BOB, "broadcast", body)).isEqualTo(ErrorCode.NOT_IN_ROOM);
            assertThat(refusedLook(BOB, room)).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(rooms.call(BOB, "leave", "{'room':'" + room + "'}"))
                    .isEqualTo(Map.of("left", room, "was_present", false));
        }
        assertThat(rooms.list(BOB)).isEqualTo(List.of());
        assertThat(rooms.metrics.refusals()).isEqualTo(6);
    }

    @Test
    void anonymousCallers_areTurnedAway_everywhere() {
        rooms.call(ADA, "join", "{'room':'r1'}");
        for (String what : List.of("join", "leave", "presence", "broadcast")) {
            String topic = what.equals("broadcast") ? ",'topic':'t'" : "";
            assertThat(refusal(Principal.ANONYMOUS, what, "{'room':'r1'" + topic + "}"))
                    .isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThat(refusedLook(Principal.ANONYMOUS, "r1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(catchThrowableOfType(LynchetException.class, () -> rooms.list(Principal.ANONYMOUS))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void admin_seesAllRooms_andActsForOthers_withoutLendingThemRights() {
        rooms.call(ADA, "join", "{'room':'r1'}");
        assertThat(rooms.list(Principal.ADMIN).toString()).contains("r1");
        assertThat(rooms.get(Principal.ADMIN, "r1").toString()).contains("ada");
        rooms.call(Principal.ADMIN, "presence", "{'room':'r1','user_id':'ada','data':'busy'}");
        assertThat(rooms.get(ADA, "r1").toString()).contains("busy");
        rules.forbid("ada", "r1");
        rooms.rounds();
        assertThat(refusedLook(ADA, "r1")).isEqualTo(ErrorCode.NOT_FOUND);
        rooms.call(Principal.ADMIN, "join", "{'room':'r1','user_id':'ada'}");
        rooms.rounds();
        assertThat(rooms.get(ADA, "r1").toString()).contains("ada");
        rooms.call(Principal.ADMIN, "leave", "{'room':'r1','user_id':'ada'}");
        assertThat(rooms.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "join|{}|MISSING_ROOM",
                "join|{'room':null}|MISSING_ROOM",
                "broadcast|{'room':'r','data':1}|MISSING_TOPIC",
                "join|{'room':''}|INVALID_DATA",
                "join|{'room':7}|INVALID_DATA",
                "join|{'room':'a\\u0000b'}|INVALID_DATA",
                "join|{'room':'a\\u2028b'}|INVALID_DATA",
                "join|{'room':'a\\u202eb'}|INVALID_DATA",
                "join|{'room':'r','more':1}|INVALID_DATA",
                "leave|{'room':'r','data':1}|INVALID_DATA",
                "broadcast|{'room':'r','topic':''}|INVALID_DATA",
                "join|[]|INVALID_DATA",
                "join|{|INVALID_JSON"
            })
    void callOfAWrongShape_isRefused(String what, String json, ErrorCode code) {
        assertThat(refusal(ADA, what, json)).isEqualTo(code);
        assertThat(rooms.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "presence", "broadcast"})
    void dataBeyondTheLimit_isRefused_andUpToItIsNot(String what) {
        rooms.call(ADA, "join", "{'room':'r'}");
        String topic = what.equals("broadcast") ? ",'topic':'t'" : "";
        String start = "{'room':'r'" + topic + ",'data':'";
        assertThat(refusal(ADA, what, start + "x".repeat(8_190) + "'}")).isNull();
        assertThat(refusal(ADA, what, start + "x".repeat(8_191) + "'}")).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(refusal(ADA, what, start + "\u00fc".repeat(4_096) + "'}")).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void names_haveALimit() {
        assertThat(refusal(ADA, "join", "{'room':'" + "r".repeat(200) + "'}")).isNull();
        assertThat(refusal(ADA, "join", "{'room':'" + "r".repeat(201) + "'}")).isEqualTo(ErrorCode.INVALID_DATA);
    }

    @Test
    void limitsOfAllKinds_holdAndAreGivenBack() {
        rooms.close();
        rooms = new TestRooms(rules, new RoomLimits(3, 2, 2, 4, 20), 1_000_000);
        rooms.call(ADA, "join", "{'room':'a'}");
        rooms.call(ADA, "join", "{'room':'b'}");
        assertThat(refusal(ADA, "join", "{'room':'c'}")).isEqualTo(ErrorCode.ROOM_LIMIT_REACHED);
        rooms.call(BOB, "join", "{'room':'a'}");
        assertThat(refusal(Principal.user("cy"), "join", "{'room':'a'}")).isEqualTo(ErrorCode.ROOM_LIMIT_REACHED);
        assertThat(refusal(BOB, "presence", "{'room':'a','data':'0123456789abcdefgh'}"))
                .isEqualTo(ErrorCode.ROOM_LIMIT_REACHED);
        rooms.call(BOB, "join", "{'room':'c'}");
        assertThat(refusal(Principal.user("cy"), "join", "{'room':'d'}")).isEqualTo(ErrorCode.ROOM_LIMIT_REACHED);
        assertThat(refusal(Principal.user("cy"), "join", "{'room':'c'}")).isEqualTo(ErrorCode.ROOM_LIMIT_REACHED);
        assertThat(rooms.table.size()).isEqualTo(3);
        rooms.call(BOB, "leave", "{'room':'c'}");
        assertThat(refusal(Principal.user("cy"), "join", "{'room':'d'}")).isNull();
        rooms.call(ADA, "leave", "{'room':'a'}");
        assertThat(refusal(BOB, "presence", "{'room':'a','data':'0123456789abcdefgh'}"))
                .isNull();
    }

    @Test
    void whoJoinedByACall_goesAfterTwoMinutesWithoutAnother() {
        rooms.call(ADA, "join", "{'room':'r'}");
        rooms.pass(119);
        rooms.reaper.round();
        rooms.call(ADA, "presence", "{'room':'r','data':1}");
        rooms.pass(119);
        rooms.reaper.round();
        assertThat(rooms.table.size()).isEqualTo(1);
        rooms.pass(1);
        rooms.reaper.round();
        assertThat(rooms.isEmpty()).isTrue();
    }

    @Test
    void whoHasASocketThere_staysWithoutCalls() {
        rooms.call(ADA, "join", "{'room':'r'}");
        FakeSocket socket = rooms.socket("ada");
        rooms.send(socket, "room-subscribe", "r");
        rooms.pass(1_000);
        rooms.reaper.round();
        assertThat(rooms.table.size()).isEqualTo(1);
        rooms.close(socket);
        rooms.pass(119);
        rooms.reaper.round();
        assertThat(rooms.table.size()).isEqualTo(1);
        rooms.pass(1);
        rooms.reaper.round();
        assertThat(rooms.isEmpty()).isTrue();
    }

    @Test
    void tooManyMessages_areRefused_byCallAndByFrameTogether() {
        rooms.close();
        rooms = new TestRooms(rules, RoomLimits.USUAL, 20);
        rooms.call(ADA, "join", "{'room':'r'}");
        FakeSocket socket = rooms.socket("ada");
        rooms.send(socket, "room-subscribe", "r");
        for (int i = 0; i < 10; i++) {
            rooms.call(ADA, "presence", "{'room':'r','data':" + i + "}");
            rooms.send(socket, "{'type':'topic','room':'r','topic':'t','data':1}");
        }
        assertThat(refusal(ADA, "broadcast", "{'room':'r','topic':'t'}")).isEqualTo(ErrorCode.RATE_LIMITED);
        LynchetException error = catchThrowableOfType(
                LynchetException.class, () -> rooms.send(socket, "{'type':'presence','room':'r'}"));
        assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(error.retryAfterSeconds()).isPresent();
        assertThat(socket.take()).hasSize(21);
        rooms.nanos.addAndGet(50_000_000);
        assertThat(refusal(ADA, "broadcast", "{'room':'r','topic':'t'}")).isNull();
        rooms.pass(2);
        rooms.reaper.round();
        assertThat(rooms.speaking.remembered() + rooms.moving.remembered()).isZero();
    }
}
