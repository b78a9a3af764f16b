// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven by its DevTools protocol over the JDK's own WebSocket: the few commands that are needed
 * here are no reason for a library with a driver of its own.
 */
final class Browser implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Long, CompletableFuture<Map<String, Object>>> waiting = new ConcurrentHashMap<>();

    /**
     * @param folder empty; takes its profile and what it says. Not a folder that a test deletes when it ends: the
     *     browser has processes that are no children of it (the one that reports crashes), and these may still write.
     */
    Browser(Path folder) throws IOException {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        process = start(profile, folder.resolve("said.txt"));
        try {
            Path port = profile.resolve("DevToolsActivePort");
            Await.until(
                    "the browser listens",
                    () -> !process.isAlive()
                            || (Files.exists(port) && lines(port).size() == 2));
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("said.txt")))
                    .isTrue();
            List<String> address = lines(port);
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + address.get(0) + address.get(1)), new Listener())
                    .join();
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Process start(Path profile, Path said) throws IOException {
        List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--user-data-dir=" + profile, "--remote-debugging-port=0", "about:blank"));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("This test needs \"chromium\" on the path (Debian: apt install chromium).", e);
        }
    }

    /** A page of somebody who shares nothing with the other pages. */
    Page open(URI url) {
        Object context = call(null, "Target.createBrowserContext", Map.of()).get("browserContextId");
        Object target = call(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .get("targetId");
        String session = (String) call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        Page page = new Page(this, session, context);
        page.go(url);
        return page;
    }

    /** Sends a command and waits for its result; an error is thrown. */
    Map<String, Object> call(String session, String method, Map<String, Object> parameters) {
        long id = ids.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        JsonWriter json = new JsonWriter(256)
                .beginObject()
                .name("id")
                .value(id)
                .name("method")
                .value(method);
        if (session != null) {
            json.name("sessionId").value(session);
        }
        json.name("params").beginObject();
        parameters.forEach((name, value) -> json.name(name).value(value));
        String text = new String(json.endObject().endObject().toBytes(), StandardCharsets.UTF_8);
        socket.sendText(text, true).join();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @SuppressWarnings("unchecked")
    private void received(String text) {
        Map<String, Object> message = (Map<String, Object>)
                JsonTree.read(text.getBytes(StandardCharsets.UTF_8)).plain();
        CompletableFuture<Map<String, Object>> answer =
                message.get("id") instanceof Number id ? waiting.remove(id.longValue()) : null;
        if (answer == null) {
            return;
        }
        if (message.containsKey("error")) {
            answer.completeExceptionally(new AssertionError(text));
        } else {
            answer.complete((Map<String, Object>) message.get("result"));
        }
    }

    /** Its helper processes outlive the one that was started by a little, and write on: all of them are waited for. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        socket.abort();
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
