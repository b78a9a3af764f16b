// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.Refusal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShellConnectionTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path folder;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        // Not the build's own folder for temporary files: its path may be too long for a socket.
        folder = Files.createTempDirectory(Path.of("/tmp"), "shell");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        Files.deleteIfExists(folder.resolve("s"));
        Files.delete(folder);
    }

    private ShellConnection connect() throws IOException {
        return new ShellConnection(SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("s"))));
    }

    private interface Answer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Answers one request, and gives what was asked. */
    private CompletableFuture<String> answering(Answer answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel channel = server.accept()) {
                String request = new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))
                        .readLine();
                answer.write(new DataOutputStream(Channels.newOutputStream(channel)));
                return request;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void frame(DataOutputStream out, char type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(type);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private int execute(ShellConnection connection, String line) throws IOException {
        return connection.execute(line, 80, new CliHost(Map.of(), new PrintStream(out), new PrintStream(err)));
    }

    @Test
    void execute_copiesBothStreamsAndReturnsTheCode() throws Exception {
        CompletableFuture<String> asked = answering(stream -> {
            frame(stream, 'o', "grün ");
            frame(stream, 'e', "trouble");
            frame(stream, 'o', "end\n");
            frame(stream, 'x', "3");
        });
        try (ShellConnection connection = connect()) {
            assertThat(execute(connection, "say \"hi\"")).isEqualTo(3);
        }
        assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo("{\"line\":\"say \\\"hi\\\"\",\"columns\":80}");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("grün end\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("trouble");
    }

    @Test
    void complete_givesWords() throws Exception {
        CompletableFuture<String> asked = answering(stream -> {
            frame(stream, 'o', "rows\nreload\n");
            frame(stream, 'x', "0");
        });
        try (ShellConnection connection = connect()) {
            assertThat(connection.complete("r")).isEqualTo("rows\nreload\n");
        }
        assertThat(asked.get(10, TimeUnit.SECONDS)).contains("\"complete\":true");
    }

    @Test
    void execute_processEnds_is69() throws Exception {
        answering(stream -> frame(stream, 'o', "half"));
        try (ShellConnection connection = connect()) {
            assertThatThrownBy(() -> execute(connection, "x"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("closed the connection")
                    .extracting(e -> ((Refusal) e).exitCode())
                    .isEqualTo(69);
        }
    }

    @Test
    void execute_oversizedFrame_isRefused() throws Exception {
        answering(stream -> {
            stream.write('o');
            stream.writeInt(Integer.MAX_VALUE);
            stream.flush();
        });
        try (ShellConnection connection = connect()) {
            assertThatThrownBy(() -> execute(connection, "x")).hasMessageContaining("another version");
        }
    }
}
