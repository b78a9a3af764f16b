// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import io.lynchet.rooms.room.Room;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.socket.FakeSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many people come, go, lose sockets and rights at the same time. Whenever all is quiet, what each subscriber has made
 * of its frames is who is in the room, and nobody is in one who may not be.
 */
@ExtendWith(ThreadLeaks.class)
class RandomRoomsTest {
    private static final int PEOPLE = 8;
    private static final List<String> ROOMS = List.of("a", "b", "c");

    /** A client: a socket, and what it knows of each room that it follows. */
    private static final class Client {
        private final String person;
        private final FakeSocket socket;
        private final Map<String, Map<String, Object>> seen = new HashMap<>();

        Client(String person, int queueMax) {
            this.person = person;
            this.socket = new FakeSocket(Principal.user(person), queueMax);
        }

        void read() {
            for (Map<String, Object> frame : socket.read()) {
                String room = (String) frame.get("room");
                switch ((String) frame.get("type")) {
                    case "room-snapshot" -> seen.put(room, membersOf(frame));
                    case "room-update" -> update(frame, room);
                    case "presence" -> known(room).put((String) frame.get("from"), frame.get("data"));
                    case "room-unsubscribed", "room-left" -> seen.remove(room);
                    // Whatever was refused, "not in the room" means that nothing more is coming.
                    case "error" -> {
                        if (frame.get("code").equals("NOT_IN_ROOM")) {
                            seen.remove(room);
                        }
                    }
                    default -> assertThat(frame.get("type")).isEqualTo("topic");
                }
            }
        }

        private void update(Map<String, Object> frame, String room) {
            String who = (String) ((Map<?, ?>) frame.get("member")).get("user_id");
            switch ((String) frame.get("action")) {
                case "join", "presence" -> known(room).put(who, frame.get("data"));
                case "leave" -> {
                    // A slow client may hear that it is out of a room of which it has not had the state yet.
                    if (who.equals(person)) {
                        seen.remove(room);
                    } else {
                        known(room).remove(who);
                    }
                }
                default -> assertThat(frame.get("action")).isEqualTo("broadcast");
            }
        }

        private Map<String, Object> known(String room) {
            Map<String, Object> members = seen.get(room);
            assertThat(members).as("frames of a room that is not followed").isNotNull();
            return members;
        }

        private static Map<String, Object> membersOf(Map<String, Object> frame) {
            Map<String, Object> members = new TreeMap<>();
            for (Object member : (List<?>) frame.get("members")) {
                members.put((String) ((Map<?, ?>) member).get("user_id"), ((Map<?, ?>) member).get("data"));
            }
            return members;
        }
    }

    @Test
    void everySubscriber_seesWhoIsThere_atEachQuietPoint() {
        Seeds.forEach(60, random -> {
            try (World world = new World(1)) {
                world.live(random, 20, 40);
            }
        });
    }

    @Test
    void everySubscriber_seesWhoIsThere_whenManyActAtOnce() {
        Seeds.forEach(12, random -> {
            try (World world = new World(4)) {
                world.live(random, 6, 150);
            }
        });
    }

    private static final class World implements AutoCloseable {
        private final FakeRules rules = new FakeRules();
        private final TestRooms rooms = new TestRooms(rules);
        private final int threads;
        private final Map<String, List<Client>> clients = new TreeMap<>();

        World(int threads) {
            this.threads = threads;
            for (int i = 0; i < PEOPLE; i++) {
                clients.put("p" + i, new ArrayList<>());
            }
        }

        void live(Random random, int phases, int steps) {
            for (int phase = 0; phase < phases; phase++) {
                List<CompletableFuture<Void>> running = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    Random own = new Random(random.nextLong());
                    int first = thread;
                    running.add(CompletableFuture.runAsync(() -> act(own, first, steps)));
                }
                running.forEach(Await::value);
                rooms.rounds();
                compare();
            }
            end();
        }

        // Each thread moves people of its own, since the calls for one socket come one at a time.
        private void act(Random random, int first, int steps) {
            for (int i = 0; i < steps; i++) {
                int number = first + threads * random.nextInt(PEOPLE / threads);
                String person = "p" + number;
                step(random, person, clients.get(person));
            }
        }

        private void step(Random random, String person, List<Client> theirs) {
            String room = ROOMS.get(random.nextInt(ROOMS.size()));
            int what = random.nextInt(16);
            if (what == 0) {
                rules.forbid(person, room);
            } else if (what <= 2) {
                rules.allow(person, room);
            } else if (what == 3) {
                rooms.pass(random.nextInt(8));
                rooms.table.expire();
            } else if (what <= 5) {
                call(random, person, room);
            } else if (theirs.isEmpty() || (what == 6 && theirs.size() < 3)) {
                theirs.add(new Client(person, 1 + random.nextInt(12)));
            } else {
                say(random, theirs, room, what);
            }
        }

        private void call(Random random, String person, String room) {
            String what = List.of("join", "leave", "presence").get(random.nextInt(3));
            String data = what.equals("leave") ? "" : ",'data':" + random.nextInt(100);
            try {
                rooms.call(Principal.user(person), what, "{'room':'" + room + "'" + data + "}");
            } catch (LynchetException e) {
                assertThat(e.code().name()).isIn("POLICY_DENIED", "NOT_IN_ROOM");
            }
        }

        private void say(Random random, List<Client> theirs, String room, int what) {
            Client client = theirs.get(random.nextInt(theirs.size()));
            String end = "','room':'" + room + "'}";
            switch (what) {
                case 7 -> {
                    rooms.close(client.socket);
                    theirs.remove(client);
                }
                case 8 -> client.read();
                case 9 -> rooms.send(client.socket, "{'type':'room-leave" + end);
                case 10 -> rooms.send(client.socket, "{'type':'room-unsubscribe" + end);
                case 11, 12 -> rooms.send(client.socket, "{'type':'room-subscribe" + end);
                case 13 ->
                    rooms.send(
                            client.socket,
                            "{'type':'presence','data':" + random.nextInt(100) + ",'room':'" + room + "'}");
                default -> rooms.send(client.socket, "{'type':'room-join" + end);
            }
        }

        private void compare() {
            Map<String, Map<String, Object>> truth = new HashMap<>();
            for (Room room : rooms.table.visible(RoomActor.of(Principal.ADMIN))) {
                Map<String, Object> members = new TreeMap<>();
                room.shown()
                        .forEach(member -> members.put(
                                member.person(),
                                Long.parseLong("0" + member.data().text().replaceAll("\\D", ""))));
                truth.put(room.name(), members);
                members.keySet()
                        .forEach(person -> assertThat(rules.forbidden)
                                .as("who may not be there")
                                .doesNotContain(person + " " + room.name()));
            }
            clients.values().forEach(theirs -> theirs.forEach(client -> compare(client, truth)));
        }

        private static void compare(Client client, Map<String, Map<String, Object>> truth) {
            while (client.socket.hasMore()) {
                client.read();
            }
            client.seen.forEach((room, seen) -> {
                Map<String, Object> plain = new TreeMap<>();
                seen.forEach((person, data) -> plain.put(person, data instanceof Long number ? number : 0L));
                assertThat(plain).as(client.person + " in " + room).isEqualTo(truth.get(room));
                assertThat(plain).as("the follower is in").containsKey(client.person);
            });
        }

        private void end() {
            clients.values().forEach(theirs -> theirs.forEach(client -> rooms.close(client.socket)));
            rooms.pass(120);
            rooms.reaper.round();
            assertThat(rooms.isEmpty()).as("nothing is left").isTrue();
        }

        @Override
        public void close() {
            rooms.close();
        }
    }
}
