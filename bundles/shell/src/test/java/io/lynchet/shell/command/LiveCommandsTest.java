// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.live.LiveQueries;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Sockets;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about sockets and what is on them, run through the socket and Gogo. */
@Timeout(60)
class LiveCommandsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private ShellFixture shell;
    private final List<String> kicked = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private void serve() {
        shell.services.services.add(new Sockets() {
            @Override
            public List<OpenSocket> open() {
                return List.of(new OpenSocket("s1", ClientSocket.Purpose.SYNC, true, "u1", "10.0.0.1", AT, 5, 7, 2));
            }

            @Override
            public boolean kick(String id, String reason) {
                kicked.add(id);
                return id.equals("s1");
            }
        });
        shell.services.services.add((LiveQueries)
                () -> List.of(new LiveQueries.Subscription("s1", "q1", "{\"entity\":\"Todo\"}", "u1", 12, 3, 4, 2)));
        shell.services.services.add((Rooms)
                () -> List.of(new Rooms.Room("list", List.of(new Rooms.Member("u1", AT, 2)))));
    }

    @Test
    void sockets_areListed_andOneIsClosed() throws IOException {
        serve();
        assertThat(shell.run("sockets", 120).out()).contains("s1", "sync events", "u1", "10.0.0.1");
        assertThat(shell.run("sockets --json").out())
                .contains("\"queuedBytes\":5", "\"sentFrames\":7", "\"refusedFrames\":2");
        assertThat(shell.run("kick s1").out()).isEqualTo("Closed.\n");
        Answer unknown = shell.run("kick s2");
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).startsWith("NOT_FOUND: There is no socket s2");
        assertThat(kicked).containsExactly("s1", "s2");
    }

    @Test
    void subscriptions_tellQueryAndLag() throws IOException {
        serve();
        assertThat(shell.run("subscriptions", 120).out()).contains("q1", "{\"entity\":\"Todo\"}", "12");
        assertThat(shell.run("subscriptions --json").out()).contains("\"lag\":3", "\"sharedBy\":2", "\"rows\":4");
    }

    @Test
    void rooms_tellWhoIsInThem() throws IOException {
        serve();
        assertThat(shell.run("rooms", 120).out()).contains("list", "u1");
        assertThat(shell.run("rooms --json").out()).contains("\"sockets\":2");
    }

    @Test
    void commands_withoutTheFeature_sayWhichOneIsMissing() throws IOException {
        for (String command : List.of("sockets", "subscriptions", "rooms", "kick s1")) {
            Answer answer = shell.run(command);
            assertThat(answer.code()).isNotZero();
            assertThat(answer.err()).contains("feature \"live\"");
        }
    }
}
