// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An app, the engine over it, and clients. */
final class LiveScene implements AutoCloseable {
    final ServedApp app;
    final Parts parts = new Parts();
    final LiveEngine engine;
    final SubscriptionFrames frames;
    private final AutoCloseable following;
    private final Map<FakeSocket, List<LiveClient>> clients = new HashMap<>();
    private int made;

    LiveScene(Path folder, String manifest) throws IOException {
        this(folder, manifest, LiveLimits.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    LiveScene(Path folder, String manifest, LiveLimits limits) throws IOException {
        engine = new LiveEngine(parts, limits);
        frames = new SubscriptionFrames(parts, engine);
        app = new ServedApp(folder, manifest);
        parts.data().bind(app.service());
        parts.scopes().bind(app.scopes());
        parts.feed().bind(app.feed());
        following = app.feed().subscribe(engine.mailbox()::changed);
        engine.follow(app.feed());
    }

    FakeSocket socket(Principal principal) {
        return new FakeSocket("s" + made++, principal);
    }

    FakeSocket eventStream(Principal principal) {
        return new FakeSocket("s" + made++, principal, true);
    }

    /** @param members of the subscribe frame, beside type and id */
    LiveClient subscribe(FakeSocket socket, String members) {
        LiveClient client = new LiveClient("q" + made++);
        clients.computeIfAbsent(socket, key -> new java.util.ArrayList<>()).add(client);
        send(socket, "subscribe", "{\"type\":\"subscribe\",\"id\":\"" + client.id + "\"," + members + "}");
        return client;
    }

    void send(FakeSocket socket, String type, String frame) {
        frames.frame(socket, type, frame.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until everything that happened has been offered, and shows it to the clients. */
    void settle(FakeSocket... sockets) {
        long head = app.head();
        Await.until("every subscription to be answered", this::answered);
        for (FakeSocket socket : sockets) {
            Await.until("the socket to be told up to " + head, () -> frames.seq(socket) >= head);
            take(socket);
        }
    }

    private boolean answered() {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        engine.mailbox()
                .post(() -> answered.complete(engine.memberships().all().stream()
                        .allMatch(one -> one.state == Subscription.State.LIVE
                                || one.socket instanceof FakeSocket fake && fake.isFull())));
        return answered.join();
    }

    void take(FakeSocket socket) {
        List<JsonNode.ObjectNode> taken = socket.take();
        clients.getOrDefault(socket, List.of()).forEach(client -> client.take(taken));
    }

    String insert(String entity, Object... namesAndValues) {
        return write(new Mutation.Insert(draft(entity, namesAndValues)));
    }

    void update(String entity, String id, Object... namesAndValues) {
        write(new Mutation.Update(id, draft(entity, namesAndValues), Mutation.ANY));
    }

    void delete(String entity, String id) {
        write(new Mutation.Delete(app.service().entity(entity), id, Mutation.ANY));
    }

    private Draft draft(String entity, Object... namesAndValues) {
        Draft draft = new Draft(app.service().entity(entity));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            draft.set((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return draft;
    }

    String write(Mutation mutation) {
        return app.service()
                .write(Principal.ADMIN, List.of(mutation), Optional.empty())
                .toCompletableFuture()
                .join()
                .items()
                .get(0)
                .id();
    }

    @Override
    public void close() throws Exception {
        following.close();
        engine.close();
        app.close();
    }
}
