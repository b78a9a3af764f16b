// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers request number n with the bytes that a script says, and may close after them. */
public final class ScriptedServer implements AutoCloseable {

    /** The answer to a request, counted over all connections from 0. */
    public interface Script {
        Reply reply(int number) throws InterruptedException;
    }

    /** Bytes to send; may be empty. */
    public record Reply(String bytes, boolean close) {

        public static Reply ok(String body) {
            return status(200, body);
        }

        public static Reply status(int status, String body) {
            return new Reply(
                    "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, false);
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Script script;

    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        threads.execute(this::accept);
    }

    public Target target() {
        return Target.parse("http://127.0.0.1:" + socket.getLocalPort());
    }

    public int requests() {
        return requests.get();
    }

    public int accepted() {
        return accepted.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket s = socket.accept();
                accepted.incrementAndGet();
                open.add(s);
                threads.execute(() -> serve(s));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket s) {
        try (s) {
            InputStream in = new BufferedInputStream(s.getInputStream());
            while (readRequest(in)) {
                Reply reply = script.reply(requests.getAndIncrement());
                s.getOutputStream().write(reply.bytes().getBytes(StandardCharsets.UTF_8));
                if (reply.close()) {
                    return;
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The client went away or the test is over.
        } finally {
            open.remove(s);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.append((char) b);
                continue;
            }
            String header = line.toString().trim().toLowerCase(java.util.Locale.ROOT);
            line.setLength(0);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            } else if (header.isEmpty()) {
                return in.readNBytes(length).length == length;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket s : open) {
            s.close();
        }
        threads.shutdownNow();
    }
}
