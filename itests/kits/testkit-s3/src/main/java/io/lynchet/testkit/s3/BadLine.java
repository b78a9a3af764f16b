// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy to a port of this machine, which breaks a given number of connections after a number of bytes in one
 * direction.
 */
public final class BadLine implements AutoCloseable {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger breaks = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bad-line");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long requestBytes = Long.MAX_VALUE;
    private volatile long answerBytes = Long.MAX_VALUE;

    /**
     * Starts the proxy.
     *
     * @param target the port to pass connections on to
     */
    public BadLine(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Breaks the next connections, {@code times} of them, after {@code bytes} from the client. */
    public void breakRequests(int times, long bytes) {
        requestBytes = bytes;
        answerBytes = Long.MAX_VALUE;
        breaks.set(times);
    }

    /** Breaks the next connections, {@code times} of them, after {@code bytes} from the server. */
    public void breakAnswers(int times, long bytes) {
        requestBytes = Long.MAX_VALUE;
        answerBytes = bytes;
        breaks.set(times);
    }

    /** Counts the broken connections. */
    public int broken() {
        return broken.get();
    }

    /** Ends all open connections, as a server does with idle ones. */
    public void endAll() {
        open.forEach(BadLine::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                threads.execute(() -> pass(client, server, true));
                threads.execute(() -> pass(server, client, false));
            }
        } catch (IOException e) {
            // Closed: no further connections are accepted.
        }
    }

    private void pass(Socket from, Socket to, boolean request) {
        long passed = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                long room = (request ? requestBytes : answerBytes) - passed;
                if (read > room && breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    out.write(buffer, 0, (int) Math.max(0, room));
                    out.flush();
                    broken.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, read);
                passed += read;
            }
        } catch (IOException e) {
            // The other direction has closed both.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed already, as intended.
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listening.close();
        endAll();
        threads.shutdownNow();
        threads.awaitTermination(5, TimeUnit.SECONDS);
    }
}
