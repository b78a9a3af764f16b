// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One person at an event stream. */
public final class EventPeer implements AutoCloseable {
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public final LiveReplica replica;
    private final InputStream body;
    private volatile String lastId;
    private volatile boolean ended;

    /** @param replica takes the frames; the one of before when the client comes back with the last id */
    public EventPeer(URI stream, String token, String lastEventId, LiveReplica replica) throws Exception {
        this.replica = replica;
        lastId = lastEventId;
        HttpRequest.Builder request = HttpRequest.newBuilder(stream);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    answer.statusCode() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        body = answer.body();
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "event-peer");
            made.setDaemon(true);
            return made;
        });
        reader.execute(this::read);
        reader.shutdown();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    // Before the replica shows it, for tests that wait there and then look here.
                    heard.add(line.substring(6));
                    replica.take(line.substring(6));
                } else if (line.isEmpty()) {
                    lastId = id == null ? lastId : id;
                }
            }
        } catch (IOException e) {
            // The stream was cut, by us or by the server: its end, as what comes after tells.
        }
        ended = true;
    }

    public String lastId() {
        return lastId;
    }

    public boolean ended() {
        return ended;
    }

    public void awaitFrames(int count) {
        Await.until(count + " frames, after " + heard, () -> heard.size() >= count);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
