// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;

/** A shell on a real socket, with the real Gogo and the sample app, and a client that speaks the protocol by hand. */
public final class ShellFixture implements AutoCloseable {
    public final FakeServices services = new FakeServices();
    public final FakeData data = new FakeData();
    public final Path folder;
    public final Path socket;
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
    private final ShellServer server;

    public ShellFixture(int sessionsMax) throws IOException {
        this(sessionsMax, ServerSocketChannel::accept);
    }

    ShellFixture(int sessionsMax, ShellServer.Accepting accepting) throws IOException {
        // Not the build's own folder for temporary files: its path may be too long for a socket.
        folder = Files.createTempDirectory(Path.of("/tmp"), "shell");
        socket = folder.resolve("s");
        threadIo.start();
        services.services.add(data);
        services.services.add(processor);
        server = start(sessionsMax, accepting);
    }

    private ShellServer start(int sessionsMax, ShellServer.Accepting accepting) throws IOException {
        Gogo gogo = new Gogo(
                services, (command, function) -> processor.addCommand(Gogo.SCOPE, function, command.name()), () -> {});
        return ShellServer.open(socket, sessionsMax, gogo, new Completion(services), accepting);
    }

    public Client connect() throws IOException {
        return new Client(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** One command in a connection of its own, without a terminal. */
    public Answer run(String line) throws IOException {
        return run(line, 0);
    }

    public Answer run(String line, int columns) throws IOException {
        try (Client client = connect()) {
            client.send(line, columns);
            return client.answer();
        }
    }

    public void stop() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        processor.stop();
        // One of Gogo's threads that ends later would put its streams in the place of System.out again, for good.
        Await.until(
                "the commands to end",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("session") || name.startsWith("pipe")));
        threadIo.stop();
        Files.delete(folder);
    }

    /** What a command answered. */
    public record Answer(int code, String out, String err) {}

    /** One connection. */
    public static final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private final DataInputStream in;

        Client(SocketChannel channel) {
            this.channel = channel;
            this.in = new DataInputStream(Channels.newInputStream(channel));
        }

        public void send(String line, int columns) throws IOException {
            String text = line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            raw("{\"line\":\"" + text + "\",\"columns\":" + columns + "}\n");
        }

        public void raw(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** The next frame, its type as the first character. */
        public String frame() throws IOException {
            char type = (char) in.readUnsignedByte();
            byte[] bytes = in.readNBytes(in.readInt());
            return type + new String(bytes, StandardCharsets.UTF_8);
        }

        public Answer answer() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                if (length < 0 || length > 64 * 1024) {
                    throw new IOException("a frame of " + length + " bytes");
                }
                byte[] bytes = in.readNBytes(length);
                if (type == 'x') {
                    int code = Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII));
                    return new Answer(code, text(out), text(err));
                }
                (type == 'e' ? err : out).write(bytes);
            }
        }

        private static String text(ByteArrayOutputStream bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
