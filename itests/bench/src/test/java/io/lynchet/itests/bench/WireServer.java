// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of the wire format as the generator needs: rows are kept as owners, in the order of inserting. */
final class WireServer implements AutoCloseable {

    private static final Pattern OWNER = Pattern.compile("\"owner\":\"([^\"]+)\"");

    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> owners = Collections.synchronizedList(new CopyOnWriteArrayList<>());
    private final boolean transactAllowed;
    private volatile int insertStatus = 201;
    final AtomicInteger transacts = new AtomicInteger();

    WireServer(boolean transactAllowed) throws IOException {
        this.transactAllowed = transactAllowed;
        server.setExecutor(threads);
        server.createContext("/api/entities/Todo", this::entities);
        server.createContext("/api/query/Todo", this::query);
        server.createContext("/api/transact", this::transact);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> owners() {
        return owners;
    }

    void answerInsertsWith(int status) {
        insertStatus = status;
    }

    private void entities(HttpExchange x) throws IOException {
        String body = body(x);
        if (x.getRequestMethod().equals("POST")) {
            if (insertStatus == 201) {
                insert(body);
            }
            answer(x, insertStatus, "{\"id\":\"1\"}");
        } else {
            answer(x, 200, "{}");
        }
    }

    private void query(HttpExchange x) throws IOException {
        Matcher m = OWNER.matcher(body(x));
        String owner = m.find() ? m.group(1) : "";
        String rows = owners.stream()
                .filter(owner::equals)
                .limit(20)
                .map(o -> "{\"id\":\"" + o + "\"}")
                .collect(Collectors.joining(","));
        answer(x, 200, "[" + rows + "]");
    }

    private void transact(HttpExchange x) throws IOException {
        String body = body(x);
        transacts.incrementAndGet();
        if (!transactAllowed) {
            answer(x, 403, "{}");
            return;
        }
        insert(body);
        answer(x, 200, "{\"committed\":true}");
    }

    private void insert(String body) {
        Matcher m = OWNER.matcher(body);
        while (m.find()) {
            owners.add(m.group(1));
        }
    }

    private static String body(HttpExchange x) throws IOException {
        return new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange x, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        x.sendResponseHeaders(status, bytes.length);
        try (var out = x.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
