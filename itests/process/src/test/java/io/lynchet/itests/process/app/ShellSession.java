// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The shell of a running process, as {@code lynchet shell} talks to it, without starting a JVM for each command. */
public final class ShellSession implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;
    private final OutputStream out;

    public ShellSession(Path data) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(data.toAbsolutePath().resolve("shell.sock")));
        in = new DataInputStream(Channels.newInputStream(channel));
        out = Channels.newOutputStream(channel);
    }

    /** What the line prints; fails when it does. */
    public String run(String line) throws IOException {
        JsonWriter request = new JsonWriter().beginObject().name("line").value(line);
        out.write(request.name("columns").value(0L).endObject().newLine().toBytes());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        while (true) {
            int type = in.readUnsignedByte();
            byte[] bytes = in.readNBytes(in.readInt());
            if (type == 'x') {
                String text = printed.toString(StandardCharsets.UTF_8);
                assertThat(new String(bytes, StandardCharsets.US_ASCII).strip())
                        .as(line + ": " + text)
                        .isEqualTo("0");
                return text;
            }
            printed.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
