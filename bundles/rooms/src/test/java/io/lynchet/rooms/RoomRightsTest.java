// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import static io.lynchet.rooms.TestRooms.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms under the real rules of a manifest, which change while people are in. */
class RoomRightsTest {
    private static final String ROOMS = """
            {"name":"team/*","allowJoin":"exists(Seat where team == data.key && person == auth.userId)"},
            {"name":"staff","allowJoin":"auth.hasRole('staff')","allowBroadcast":"auth.hasRole('host')"},
            {"name":"tenant","allowJoin":"auth.tenantId == 't1'"},
            {"name":"open","allowJoin":"true"}""";

    @TempDir
    Path folder;

    private ServedApp app;
    private TestRooms rooms;

    private static String manifest(String rooms) {
        return """
                {"manifest_version":1,"name":"a","version":"1","routes":[],
                 "entities":[{"name":"Seat","fields":[
                   {"name":"team","type":"string","optional":false,"unique":false},
                   {"name":"person","type":"string","optional":false,"unique":false}],"indexes":[]}],
                 "rooms":[%s]}""".formatted(rooms);
    }

    @BeforeEach
    void begin() throws IOException {
        app = new ServedApp(folder, manifest(ROOMS));
        rooms = new TestRooms(app.roomRules());
    }

    @AfterEach
    void end() {
        rooms.close();
        app.close();
    }

    private static Principal with(String person, String role) {
        return new Principal(person, null, null, Set.of(role), false, false);
    }

    private static Principal in(String tenant) {
        return new Principal("ada", null, tenant, Set.of(), false, false);
    }

    private String seat(String team, String person) {
        Entity seat = app.service().entity("Seat");
        Draft draft = new Draft(seat);
        draft.set("team", team);
        draft.set("person", person);
        return write(new Mutation.Insert(draft));
    }

    private String write(Mutation mutation) {
        return Await.value(app.service().write(Principal.ADMIN, List.of(mutation), Optional.empty()))
                .items()
                .get(0)
                .id();
    }

    private static List<Object> codes(FakeSocket socket) {
        List<Object> codes = new ArrayList<>();
        socket.read().forEach(frame -> codes.add(frame.get("code")));
        return codes;
    }

    @Test
    void whoMayNotJoin_learnsNothing_notEvenThatSomebodyIsThere() {
        seat("7", "ada");
        FakeSocket ada = rooms.socket("ada");
        rooms.send(ada, "room-join", "team/7");
        FakeSocket eve = rooms.socket("eve");
        List<Object> told = new ArrayList<>();
        for (String room : List.of("team/7", "team/8", "nothing-matches")) {
            for (String type : List.of("room-join", "room-subscribe", "room-leave", "room-unsubscribe", "presence")) {
                rooms.send(eve, type, room);
            }
            rooms.send(eve, "{'type':'topic','room':'" + room + "','topic':'t'}");
            told.add(eve.read().toString().replace(room, "ROOM"));
        }
        assertThat(told).hasSize(3);
        assertThat(Set.copyOf(told)).hasSize(1);
        assertThat(told.get(0).toString())
                .contains("POLICY_DENIED", "NOT_IN_ROOM")
                .doesNotContain("exists", "Seat");
        rooms.send(ada, "{'type':'topic','room':'team/7','topic':'t','data':'secret'}");
        assertThat(eve.take()).isEmpty();
        assertThat(rooms.table.size()).isEqualTo(1);
    }

    @Test
    void rowThatGoes_takesThePersonOut_atTheNextFullReview() {
        seat("7", "bob");
        String adas = seat("7", "ada");
        FakeSocket ada = rooms.socket("ada");
        FakeSocket bob = rooms.socket("bob");
        rooms.send(ada, "room-join", "team/7");
        rooms.send(bob, "room-join", "team/7");
        ada.take();
        bob.take();
        rooms.rounds();
        assertThat(bob.take()).isEmpty();
        write(new Mutation.Delete(app.service().entity("Seat"), adas, Mutation.ANY));
        rooms.rounds();
        assertThat(bob.read()).containsExactly(update("team/7", "leave", "ada", null));
        assertThat(codes(ada)).containsExactly("NOT_IN_ROOM");
        rooms.send(bob, "{'type':'topic','room':'team/7','topic':'t'}");
        assertThat(ada.take()).isEmpty();
    }

    @Test
    void newManifest_isHeededAtOnce() throws IOException {
        FakeSocket ada = rooms.socket("ada");
        rooms.send(ada, "room-join", "open");
        rooms.rounds();
        rooms.reaper.round();
        ada.take();
        assertThat(app.load(manifest("{\"name\":\"open\",\"allowJoin\":\"auth.hasRole('x')\"}"))
                        .applied())
                .isTrue();
        rooms.reaper.round();
        assertThat(codes(ada)).containsExactly("NOT_IN_ROOM");
        assertThat(rooms.table.size()).isZero();
    }

    @Test
    void roleThatIsTakenAway_endsTheMembership_alsoOneByCall() {
        FakeSocket ada = new FakeSocket(with("ada", "staff"));
        rooms.call(with("ada", "staff"), "join", "{'room':'staff'}");
        rooms.send(ada, "room-subscribe", "staff");
        FakeSocket bob = new FakeSocket(with("bob", "staff"));
        rooms.send(bob, "room-join", "staff");
        ada.take();
        bob.take();
        ada.become(Principal.user("ada"));
        rooms.sockets.principalChanged(ada);
        Await.until("the others to hear of it", bob::hasMore);
        assertThat(bob.read()).containsExactly(update("staff", "leave", "ada", null));
        assertThat(codes(ada)).containsExactly("NOT_IN_ROOM");
        rooms.send(ada, "room-join", "staff");
        assertThat(codes(ada)).containsExactly("POLICY_DENIED");
    }

    @Test
    void socketWithOtherRights_isNotLetIn_byThoseOfTheSamePersonElsewhere() {
        FakeSocket first = new FakeSocket(in("t1"));
        FakeSocket second = new FakeSocket(in("t2"));
        rooms.send(first, "room-join", "tenant");
        rooms.send(second, "room-subscribe", "tenant");
        assertThat(codes(second)).containsExactly("NOT_IN_ROOM");
        first.take();
        second.become(in("t1"));
        rooms.sockets.principalChanged(second);
        rooms.send(second, "room-subscribe", "tenant");
        second.take();
        second.become(in("t3"));
        rooms.sockets.principalChanged(second);
        Await.until("the socket to be refused", second::hasMore);
        assertThat(codes(second)).containsExactly("NOT_IN_ROOM");
        rooms.send(first, "{'type':'topic','room':'tenant','topic':'t'}");
        assertThat(first.read()).extracting("type").containsExactly("topic");
        assertThat(second.take()).isEmpty();
    }

    @Test
    void socketOfSomebodyElseNow_hearsNothingMore_ofTheOnesBefore() {
        FakeSocket socket = rooms.socket("ada");
        rooms.send(socket, "room-join", "open");
        socket.take();
        socket.become(Principal.ANONYMOUS);
        rooms.sockets.principalChanged(socket);
        assertThat(codes(socket)).containsExactly("NOT_IN_ROOM");
        rooms.call(Principal.user("bob"), "join", "{'room':'open'}");
        assertThat(socket.take()).isEmpty();
        assertThat(rooms.sockets.knownSockets()).isZero();
    }

    @Test
    void broadcast_hasARuleOfItsOwn() {
        Principal host = new Principal("hal", null, null, Set.of("staff", "host"), false, false);
        rooms.call(host, "join", "{'room':'staff'}");
        rooms.call(with("ada", "staff"), "join", "{'room':'staff'}");
        assertThat(rooms.call(host, "broadcast", "{'room':'staff','topic':'t'}"))
                .isEqualTo(Map.of("broadcasted", true));
        LynchetException error = catchThrowableOfType(
                LynchetException.class,
                () -> rooms.call(with("ada", "staff"), "broadcast", "{'room':'staff','topic':'t'}"));
        assertThat(error.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(rooms.call(with("ada", "staff"), "presence", "{'room':'staff'}"))
                .isEqualTo(Map.of("updated", true));
    }

    @Test
    void callWithLesserRights_isNotOfTheRoom() {
        rooms.call(with("ada", "staff"), "join", "{'room':'staff'}");
        LynchetException error =
                catchThrowableOfType(LynchetException.class, () -> rooms.get(Principal.user("ada"), "staff"));
        assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
