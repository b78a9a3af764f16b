// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import static io.lynchet.rooms.TestRooms.joined;
import static io.lynchet.rooms.TestRooms.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.Frame;
import io.lynchet.rooms.room.LeaveNotices;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.socket.FakeSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ThreadLeaks.class)
class SocketRoomsTest {
    private final FakeRules rules = new FakeRules();
    private final TestRooms rooms = new TestRooms(rules);
    private final FakeSocket ada = rooms.socket("ada");
    private final FakeSocket bob = rooms.socket("bob");

    @AfterEach
    void end() {
        rooms.close();
    }

    private static Map<String, Object> snapshot(String room, String... peopleAndData) {
        List<Map<String, Object>> members = new java.util.ArrayList<>();
        for (int i = 0; i < peopleAndData.length; i += 2) {
            members.add(Map.of(
                    "user_id", peopleAndData[i], "data", peopleAndData[i + 1], "joined_at", "2026-11-23T10:00:00Z"));
        }
        return Map.of("type", "room-snapshot", "room", room, "members", members);
    }

    private void join(FakeSocket socket, String room, String data) {
        rooms.send(socket, "{'type':'room-join','room':'" + room + "','data':'" + data + "'}");
    }

    @Test
    void join_bringsTheStateAndThenEverythingThatHappens() {
        join(ada, "r", "a");
        assertThat(ada.read()).containsExactly(snapshot("r", "ada", "a"));
        join(bob, "r", "b");
        assertThat(ada.read()).containsExactly(joined("r", "bob", "b", "2026-11-23T10:00:00Z"));
        assertThat(bob.read()).containsExactly(snapshot("r", "ada", "a", "bob", "b"));
        rooms.send(bob, "{'type':'presence','room':'r','data':{'x':1},'from':'ada'}");
        rooms.send(bob, "{'type':'topic','room':'r','topic':'t','data':1}");
        rooms.send(bob, "{'type':'room-leave','room':'r','id':'7'}");
        assertThat(ada.read())
                .containsExactly(
                        Map.of("type", "presence", "room", "r", "from", "bob", "data", Map.of("x", 1L)),
                        Map.of("type", "topic", "room", "r", "topic", "t", "from", "bob", "data", 1L),
                        update("r", "leave", "bob", null));
        assertThat(bob.read())
                .hasSize(4)
                .endsWith(update("r", "leave", "bob", null), Map.of("type", "room-left", "room", "r", "id", "7"));
        rooms.send(ada, "{'type':'topic','room':'r','topic':'t'}");
        assertThat(bob.read()).isEmpty();
    }

    @Test
    void followers_shareOneFrame_andOthersGetNothing() {
        FakeSocket cy = rooms.socket("cy");
        join(ada, "r", "a");
        join(bob, "r", "b");
        join(cy, "other", "c");
        ada.take();
        bob.take();
        cy.take();
        rooms.send(ada, "{'type':'topic','room':'r','topic':'t','data':1}");
        List<Frame> one = ada.take();
        assertThat(one).hasSize(1);
        assertThat(bob.take().get(0)).isSameAs(one.get(0));
        assertThat(cy.take()).isEmpty();
    }

    @Test
    void outsider_isRefused_withRoomAndCode() {
        join(ada, "r", "a");
        for (String room : List.of("r", "nowhere")) {
            for (String frame : List.of(
                    "{'type':'room-subscribe','room':'ROOM','id':'x'}",
                    "{'type':'presence','room':'ROOM','data':1,'id':'x'}",
                    "{'type':'topic','room':'ROOM','topic':'t','id':'x'}")) {
                rooms.send(bob, frame.replace("ROOM", room));
                Map<String, Object> answer = bob.read().get(0);
                assertThat(answer)
                        .containsEntry("type", "error")
                        .containsEntry("code", "NOT_IN_ROOM")
                        .containsEntry("room", room)
                        .containsEntry("id", "x");
                assertThat(answer.get("error").toString()).contains("NOT_IN_ROOM");
            }
        }
        rooms.send(bob, "room-unsubscribe", "r");
        assertThat(bob.read()).containsExactly(Map.of("type", "room-unsubscribed", "room", "r"));
    }

    @Test
    void badFrames_areRefused_andChangeNothing() {
        for (String frame : List.of(
                "{'type':'room-join'}",
                "{'type':'room-join','room':''}",
                "{'type':'room-join','room':'r','more':1}",
                "{'type':'room-join','room':'r','id':7}",
                "{'type':'topic','room':'r'}",
                "{'type':'presence','room':'r','data':'" + "x".repeat(9_000) + "'}")) {
            LynchetException error = catchThrowableOfType(LynchetException.class, () -> rooms.send(ada, frame));
            assertThat(error.code().status()).as(frame).isBetween(400, 499);
        }
        FakeSocket nobody = new FakeSocket(Principal.ANONYMOUS);
        assertThat(catchThrowableOfType(LynchetException.class, () -> join(nobody, "r", "x"))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(rooms.isEmpty()).isTrue();
    }

    @Test
    void severalSocketsOfOnePerson_areOneMember() {
        FakeSocket second = rooms.socket("ada");
        join(bob, "r", "b");
        join(ada, "r", "a");
        bob.take();
        rooms.send(second, "room-subscribe", "r");
        rooms.send(second, "room-join", "r");
        assertThat(second.read()).hasSize(2).containsOnly(snapshot("r", "bob", "b", "ada", "a"));
        assertThat(bob.take()).isEmpty();
        assertThat(rooms.table.forOperators().get(0).members())
                .extracting(member -> member.userId() + " " + member.sockets())
                .containsExactly("bob 1", "ada 2");
        rooms.close(ada);
        rooms.pass(60);
        rooms.reaper.round();
        assertThat(bob.take()).isEmpty();
        rooms.close(second);
        rooms.pass(9);
        rooms.reaper.round();
        assertThat(bob.take()).isEmpty();
        rooms.pass(1);
        rooms.reaper.round();
        assertThat(bob.read()).containsExactly(update("r", "leave", "ada", null));
    }

    @Test
    void whoComesBackInTime_neverWasAway() {
        join(bob, "r", "b");
        join(ada, "r", "a");
        rooms.close(ada);
        bob.take();
        rooms.pass(9);
        rooms.reaper.round();
        FakeSocket again = rooms.socket("ada");
        rooms.send(again, "room-join", "r");
        rooms.pass(60);
        rooms.reaper.round();
        assertThat(bob.take()).isEmpty();
        assertThat(again.read()).containsExactly(snapshot("r", "bob", "b", "ada", "a"));
    }

    @Test
    void unsubscribing_endsTheUpdates_notTheMembership() {
        join(ada, "r", "a");
        rooms.send(ada, "room-unsubscribe", "r");
        ada.take();
        join(bob, "r", "b");
        assertThat(ada.take()).isEmpty();
        assertThat(bob.read()).containsExactly(snapshot("r", "ada", "a", "bob", "b"));
        rooms.pass(1_000);
        rooms.reaper.round();
        assertThat(rooms.table.forOperators().get(0).members()).hasSize(2);
    }

    @Test
    void slowSocket_getsTheStateOfTheMoment_onceItCanTakeIt_andSlowsNobody() {
        FakeSocket slow = new FakeSocket(Principal.user("sam"), 2);
        join(slow, "r", "s");
        join(ada, "r", "a");
        for (int i = 0; i < 50; i++) {
            rooms.send(ada, "{'type':'presence','room':'r','data':" + i + "}");
        }
        assertThat(ada.take()).hasSize(51);
        assertThat(slow.read())
                .containsExactly(snapshot("r", "sam", "s"), joined("r", "ada", "a", "2026-11-23T10:00:00Z"));
        List<Map<String, Object>> then = slow.read();
        assertThat(then).hasSize(1);
        assertThat(then.get(0)).containsEntry("type", "room-snapshot");
        assertThat(then.get(0).toString()).contains("data=49");
        rooms.send(ada, "{'type':'presence','room':'r','data':50}");
        assertThat(slow.read()).containsExactly(Map.of("type", "presence", "room", "r", "from", "ada", "data", 50L));
    }

    @Test
    void slowSocket_hearsThatItIsOut_andNothingOutdatedWhenItIsInAgain() {
        FakeSocket slow = new FakeSocket(Principal.user("sam"), 1);
        join(slow, "r", "s");
        join(ada, "r", "a");
        rooms.call(Principal.user("sam"), "leave", "{'room':'r'}");
        assertThat(slow.read()).containsExactly(snapshot("r", "sam", "s"));
        assertThat(slow.read()).containsExactly(update("r", "leave", "sam", null));
        join(slow, "r", "s");
        rooms.call(Principal.user("sam"), "leave", "{'room':'r'}");
        join(slow, "r", "t");
        slow.take();
        assertThat(slow.read()).containsExactly(snapshot("r", "ada", "a", "sam", "t"));
        assertThat(slow.hasMore()).isFalse();
    }

    @Test
    void slowSocket_thatLeavesRoomAfterRoom_isClosedAtLast() {
        FakeSocket slow = new FakeSocket(Principal.user("sam"), 1);
        join(ada, "r", "a");
        for (int i = 0; i <= LeaveNotices.ROOMS_MAX + 1; i++) {
            assertThat(slow.isOpen()).isTrue();
            rooms.send(slow, "room-unsubscribe", "r" + i);
        }
        assertThat(slow.isOpen()).isFalse();
        rooms.close(slow);
        assertThat(rooms.table.lastWords().sockets()).isZero();
    }

    @Test
    void closedSockets_leaveNothingBehind_alsoSlowOnes() {
        FakeSocket slow = new FakeSocket(Principal.user("sam"), 1);
        join(slow, "r", "s");
        join(ada, "r", "a");
        join(ada, "q", "a");
        rooms.send(bob, "room-subscribe", "r");
        for (FakeSocket socket : List.of(slow, ada, bob)) {
            rooms.close(socket);
        }
        rooms.sockets.closed(rooms.socket("never-spoke"));
        assertThat(rooms.sockets.knownSockets()).isZero();
        assertThat(rooms.table.followers()).isZero();
        rooms.pass(10);
        rooms.reaper.round();
        assertThat(rooms.isEmpty()).isTrue();
        slow.take();
    }

    @Test
    void socketThatClosesOverAFrame_takesNobodyElseAlong() {
        FakeSocket fragile = new FakeSocket(Principal.user("sam")) {
            @Override
            public synchronized boolean offer(Frame frame) {
                if (isOpen() && FakeSocket.plain(frame).get("type").equals("topic")) {
                    rooms.close(this);
                }
                return super.offer(frame);
            }
        };
        join(fragile, "r", "s");
        join(ada, "r", "a");
        join(bob, "r", "b");
        ada.take();
        bob.take();
        rooms.send(ada, "{'type':'topic','room':'r','topic':'t'}");
        assertThat(ada.take()).hasSize(1);
        assertThat(bob.take()).hasSize(1);
        assertThat(rooms.table.followers()).isEqualTo(2);
    }

    @Test
    void figures_tellHowMuchThereIs() {
        join(ada, "r", "a");
        join(bob, "r", "b");
        join(bob, "q", "b");
        rooms.send(ada, "{'type':'topic','room':'r','topic':'t'}");
        rooms.send(ada, "room-subscribe", "q");
        Map<String, Double> told = new java.util.TreeMap<>();
        rooms.metrics.report(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                told.put(name, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                told.put(name, value);
            }

            @Override
            public void histogram(
                    String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {
                throw new AssertionError(name);
            }
        });
        assertThat(told)
                .containsExactly(
                        Map.entry("lynchet_room_members", 3.0),
                        Map.entry("lynchet_room_messages_total", 1.0),
                        Map.entry("lynchet_room_refused_total", 1.0),
                        Map.entry("lynchet_rooms", 2.0));
    }

    @Test
    void leaving_endsItForAllSocketsOfThePerson() {
        FakeSocket second = rooms.socket("ada");
        join(ada, "r", "a");
        join(second, "r", "a");
        join(bob, "r", "b");
        ada.take();
        second.take();
        rooms.send(ada, "room-leave", "r");
        assertThat(second.read()).containsExactly(update("r", "leave", "ada", null));
        rooms.send(bob, "{'type':'topic','room':'r','topic':'t'}");
        assertThat(second.take()).isEmpty();
    }
}
