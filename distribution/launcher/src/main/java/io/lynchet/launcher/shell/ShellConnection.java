// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The client's side of the shell protocol, which the README of this module describes. One command at a time; a second
 * thread may {@link #close} to interrupt it.
 */
public final class ShellConnection implements AutoCloseable {
    private static final int FRAME_MAX = 64 * 1024;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final OutputStream out;

    public ShellConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = Channels.newOutputStream(channel);
    }

    /**
     * Runs one line and copies its output while it runs.
     *
     * @param columns the width of the terminal, 0 for none
     * @return the exit code of the command
     */
    public int execute(String line, int columns, CliHost host) throws IOException {
        send(line, columns, false);
        return receive(host.out(), host.err());
    }

    /** Returns the completions of the line's last word, one to a line. */
    String complete(String line) throws IOException {
        send(line, 0, true);
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        receive(words, OutputStream.nullOutputStream());
        return words.toString(StandardCharsets.UTF_8);
    }

    private void send(String line, int columns, boolean complete) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(request)) {
            json.writeStartObject();
            json.writeStringField("line", line);
            json.writeNumberField("columns", columns);
            if (complete) {
                json.writeBooleanField("complete", true);
            }
            json.writeEndObject();
        }
        request.write('\n');
        out.write(request.toByteArray());
        out.flush();
    }

    private int receive(OutputStream output, OutputStream errors) throws IOException {
        try {
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                if (length < 0 || length > FRAME_MAX) {
                    throw Refusal.error("the process sent a frame of " + length + " bytes; is it another version?");
                }
                byte[] bytes = in.readNBytes(length);
                if (type == 'x') {
                    return Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII).strip());
                }
                OutputStream target = type == 'e' ? errors : output;
                target.write(bytes);
                target.flush();
            }
        } catch (EOFException e) {
            throw Refusal.inUse("the process closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
