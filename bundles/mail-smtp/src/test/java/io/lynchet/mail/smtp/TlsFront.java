// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Puts TLS in front of a mail server that has none: at once, or by STARTTLS, which it answers itself. Keeps the lines
 * that came in the clear.
 */
final class TlsFront implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> clear = new CopyOnWriteArrayList<>();
    private final SSLContext context;
    private final int behind;

    /** @param behind port of the mail server */
    TlsFront(SSLContext context, boolean startTls, int behind) throws IOException {
        this.context = context;
        this.behind = behind;
        threads.execute(() -> {
            while (!listener.isClosed()) {
                serve(startTls);
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> clear() {
        return clear;
    }

    private void serve(boolean startTls) {
        try {
            Socket client = listener.accept();
            Socket server = new Socket("localhost", behind);
            if (startTls) {
                say(client, "220 front");
                while (!heard(client).equals("STARTTLS")) {
                    say(client, "250-front\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS");
                }
                say(client, "220 go ahead");
                heard(server);
            }
            SSLSocket safe = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
            safe.setUseClientMode(false);
            threads.execute(() -> pipe(safe, server));
            threads.execute(() -> pipe(server, safe));
        } catch (IOException e) {
            // The test is over, or the client did not like the certificate: it tells.
        }
    }

    private String heard(Socket from) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = from.getInputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("gone");
            }
            line.append((char) c);
        }
        clear.add(line.toString().strip());
        return line.toString().strip();
    }

    private static void say(Socket to, String line) throws IOException {
        to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4_096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One side has gone, so both are closed.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
