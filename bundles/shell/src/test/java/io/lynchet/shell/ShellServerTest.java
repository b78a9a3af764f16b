// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.shell.ShellFixture.Answer;
import io.lynchet.shell.ShellFixture.Client;
import io.lynchet.testkit.Await;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The socket, the protocol and its limits. */
@Timeout(120)
class ShellServerTest {
    private static final int SESSIONS = 4;
    private ShellFixture shell;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(SESSIONS);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void socket_isItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void open_overAFileLeftBehind_replacesIt() throws IOException {
        shell.stop();
        Files.writeString(shell.socket, "left behind");
        Gogo gogo = new Gogo(shell.services, (command, function) -> {}, () -> {});
        try (ShellServer second = ShellServer.open(shell.socket, 1, gogo, new Completion(shell.services));
                Client client = shell.connect()) {
            client.raw("{\"line\":\"hel\",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("help\n");
        }
        assertThat(shell.socket).doesNotExist();
    }

    @Test
    void close_removesTheFileAndEndsSessions() throws IOException {
        try (Client client = shell.connect()) {
            client.send("help", 80);
            assertThat(client.answer().code()).isZero();
            shell.stop();
            assertThat(shell.socket).doesNotExist();
            assertThatThrownBy(client::answer).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void start_touchesNoGogoBeforeTheFirstLine() throws IOException {
        shell.services.services.removeIf(CommandProcessor.class::isInstance);
        Answer answer = shell.run("help");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("UNAVAILABLE: The runtime of Gogo is missing, which the shell needs.\n");
    }

    @Test
    void commands_followEachOtherInOneSession() throws IOException {
        try (Client client = shell.connect()) {
            client.send("id = a1", 0);
            assertThat(client.answer()).isEqualTo(new Answer(0, "a1\n", ""));
            shell.data.add(shell.data.sample.user("a1"));
            client.send("get User $id --json", 0);
            assertThat(client.answer().out()).contains("\"id\":\"a1\"");
        }
    }

    @Test
    void halfLine_waitsForItsEnd() throws IOException {
        try (Client client = shell.connect()) {
            client.raw("{\"line\":\"sto");
            client.raw("re\",\"colu");
            client.raw("mns\":0}\n{\"line\":\"features\"}\n");
            assertThat(client.answer().out()).contains("head seq");
            assertThat(client.answer().err()).contains("does not run from lynchet.jar");
        }
    }

    @Test
    void oversizedLine_isRefusedAndEndsTheConnection() throws IOException {
        try (Client client = shell.connect()) {
            client.raw("x".repeat(64 * 1024 + 1));
            assertThat(client.answer())
                    .isEqualTo(new Answer(64, "", "PAYLOAD_TOO_LARGE: The line has more than 65536 bytes.\n"));
            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
        assertThat(shell.run("store").code()).isZero();
    }

    @Test
    void longestLine_isRun() throws IOException {
        String head = "{\"line\":\"insert User '{\\\"name\\\":\\\"";
        String tail = "\\\"}'\"}";
        try (Client client = shell.connect()) {
            client.raw(head + "n".repeat(64 * 1024 - head.length() - tail.length()) + tail + "\n");
            assertThat(client.answer().out()).startsWith("inserted User made1 (seq 1)");
        }
    }

    @Test
    void badRequests_areRefusedAndTheNextOneIsServed() throws IOException {
        List<String> bad = List.of(
                "not json",
                "[]",
                "{}",
                "{\"line\":1}",
                "{\"line\":\"store\",\"columns\":-1}",
                "{\"line\":\"store\",\"columns\":1.5}",
                "{\"line\":\"store\",\"user\":\"root\"}",
                "{\"line\":\"store\",\"complete\":\"yes\"}");
        try (Client client = shell.connect()) {
            for (String request : bad) {
                client.raw(request + "\n");
                Answer answer = client.answer();
                assertThat(answer.code()).as(request).isEqualTo(64);
                assertThat(answer.err()).as(request).isNotBlank().doesNotContain("\tat ");
            }
            client.send("store", 0);
            assertThat(client.answer().code()).isZero();
        }
    }

    @Test
    void tooManyLinesAhead_endTheConnection() throws IOException {
        try (Client client = shell.connect()) {
            client.send("changes -f", 0);
            client.raw("{\"line\":\"store\"}\n".repeat(40));
            assertThat(client.answer().err()).contains("ahead of their results");
        }
    }

    @Test
    void manyClients_areServedAtTheSameTime() throws Exception {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> {
                try (Client client = shell.connect()) {
                    Answer last = null;
                    for (int n = 0; n < 20; n++) {
                        client.send("insert User '{\"name\":\"x\"}'", 0);
                        last = client.answer();
                        assertThat(last.code()).as(last.err()).isZero();
                    }
                    return last;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<Answer> answer : answers) {
            Await.value(answer);
        }
        assertThat(shell.data.head()).isEqualTo(20L * SESSIONS);
    }

    @Test
    void oneClientTooMany_isToldSo() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Client client = shell.connect();
            client.send("store", 0);
            client.answer();
            clients.add(client);
        }
        try (Client refused = shell.connect()) {
            Answer answer = refused.answer();
            assertThat(answer.code()).isEqualTo(69);
            assertThat(answer.err())
                    .isEqualTo("There are 4 shell sessions, the most allowed (sessionsMax of"
                            + " io.lynchet.shell); end one first.\n");
        }
        clients.get(0).close();
        Await.until("a free place", () -> {
            try {
                return shell.run("store").code() == 0;
            } catch (IOException e) {
                return false;
            }
        });
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void follow_showsWhatIsWrittenAndEndsWithTheConnection() throws IOException {
        shell.data.add(shell.data.sample.user("u1"));
        Client client = shell.connect();
        client.send("changes -f", 0);
        assertThat(client.frame()).startsWith("o1 2026-01-31 insert User u1 ");
        Await.until("the follower", () -> shell.data.listeners.size() == 1);
        shell.data.add(shell.data.sample.todo("t1"));
        assertThat(client.frame()).startsWith("o2 2026-01-31 insert Todo t1 ");
        client.close();
        Await.until("the end of the follower", shell.data.listeners::isEmpty);
    }

    @Test
    void follow_ofACommitOfSeveralChanges_showsItWhole() throws IOException {
        shell.data.addTogether(shell.data.sample.user("u1"), shell.data.sample.user("u2"));
        try (Client client = shell.connect()) {
            client.send("changes -f --after 0", 0);
            StringBuilder text = new StringBuilder(client.frame().substring(1));
            while (text.toString().lines().count() < 2) {
                text.append(client.frame().substring(1));
            }
            Await.until("the follower", () -> shell.data.listeners.size() == 1);
            shell.data.addTogether(
                    shell.data.sample.todo("t1"), shell.data.sample.todo("t2"), shell.data.sample.todo("t3"));
            while (text.toString().lines().count() < 5 || text.charAt(text.length() - 1) != '\n') {
                text.append(client.frame().substring(1));
            }
            assertThat(text.toString().lines().map(line -> line.substring(0, line.indexOf(' '))))
                    .as("a plus says that the commit goes on")
                    .containsExactly("1+", "2", "3+", "4+", "5");
        }
    }

    @Test
    void follow_burst_losesNothing() throws IOException {
        try (Client client = shell.connect()) {
            client.send("changes -f --after 0 --json", 0);
            int count = 3_000;
            for (int i = 1; i <= count; i++) {
                shell.data.add(shell.data.sample.user("u" + i));
            }
            StringBuilder text = new StringBuilder();
            while (text.toString().lines().count() < count || text.charAt(text.length() - 1) != '\n') {
                text.append(client.frame().substring(1));
            }
            List<String> lines = text.toString().lines().toList();
            for (int i = 1; i <= count; i++) {
                assertThat(lines.get(i - 1)).startsWith("{\"seq\":" + i + ",");
            }
        }
    }

    @Test
    void follow_whileTheDataServiceStops_says() throws IOException {
        try (Client client = shell.connect()) {
            client.send("changes -f", 0);
            Await.until("the follower", () -> shell.data.listeners.size() == 1);
            shell.services.services.remove(shell.data);
            assertThat(client.answer().err())
                    .isEqualTo("UNAVAILABLE: The data service was stopped; continue with: changes -f --after 0\n");
        }
    }

    @Test
    void stop_whileACommandRuns_interruptsIt() throws IOException {
        try (Client client = shell.connect()) {
            client.send("changes -f", 0);
            Await.until("the follower", () -> shell.data.listeners.size() == 1);
            shell.stop();
            // Gogo runs a command on a thread of its own, which is interrupted but not waited for.
            Await.until("the follower to end", () -> shell.data.listeners.isEmpty());
        }
    }

    @Test
    void completion_knowsCommandsEntitiesAndOptions() throws IOException {
        try (Client client = shell.connect()) {
            client.raw("{\"line\":\"rel\",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("reload\n");
            client.raw("{\"line\":\"rows T\",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("Todo\n");
            client.raw("{\"line\":\"rows Todo --o\",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("--offset\n--order\n");
            client.raw("{\"line\":\"policy \",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("explain\n");
            client.raw("{\"line\":\"policy explain Todo \",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("delete\ninsert\nread\nupdate\n");
            client.raw("{\"line\":\"nosuch \",\"complete\":true}\n");
            assertThat(client.answer()).isEqualTo(new Answer(0, "", ""));
        }
    }
}
