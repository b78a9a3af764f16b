// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.live.engine.LiveEngine;
import io.lynchet.live.engine.LiveServices;
import io.lynchet.live.group.LiveLimits;
import io.lynchet.live.group.Subscription;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.socket.FakeSocket;
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
    /** An app whose rows people read by all kinds of rules. */
    static final String NOTES = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Member","fields":[{"name":"user","type":"string"},{"name":"team","type":"string"}]},
              {"name":"Note","fields":[
                {"name":"owner","type":"string","optional":true},
                {"name":"team","type":"string","optional":true},
                {"name":"rank","type":"int","optional":true},
                {"name":"token","type":"string","optional":true,"serverOnly":true}]},
              {"name":"News","fields":[{"name":"title","type":"string"},{"name":"rank","type":"int","optional":true}]},
              {"name":"Due","fields":[{"name":"at","type":"datetime"}]},
              {"name":"Staff","fields":[{"name":"x","type":"int"}]},
              {"name":"Closed","fields":[{"name":"x","type":"int"}]}],
             "policies":[
              {"name":"own","entity":"Note","allow":"auth.userId == data.owner || exists(Member where team == data.team && user == auth.userId)"},
              {"name":"news","entity":"News","allow":"true"},
              {"name":"due","entity":"Due","allow":"data.at <= now"},
              {"name":"staff","entity":"Staff","allow":"auth.hasRole('staff')"}]}
            """;

    final ServedApp app;
    final LiveServices services = new LiveServices();
    final LiveEngine engine;
    final SubscriptionFrames frames;
    private final AutoCloseable following;
    private final Map<FakeSocket, List<LiveClient>> clients = new HashMap<>();
    private int made;

    LiveScene(Path folder, String manifest) throws IOException {
        this(folder, manifest, LiveLimits.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    LiveScene(Path folder, String manifest, LiveLimits limits) throws IOException {
        engine = new LiveEngine(services, limits);
        frames = new SubscriptionFrames(services, engine);
        app = new ServedApp(folder, manifest);
        services.data().bind(app.service());
        services.scopes().bind(app.scopes());
        services.feed().bind(app.feed());
        following = app.feed().subscribe(engine.mailbox()::changed);
        engine.follow(app.feed());
    }

    FakeSocket socket(Principal principal) {
        return new FakeSocket(principal);
    }

    FakeSocket eventStream(Principal principal) {
        return new FakeSocket(principal).asEventStream();
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

    /** The frames since the last look. */
    static List<JsonNode.ObjectNode> nodes(FakeSocket socket) {
        return socket.take().stream()
                .map(frame -> (JsonNode.ObjectNode) JsonTree.read(socket.text(frame)))
                .toList();
    }

    void take(FakeSocket socket) {
        List<JsonNode.ObjectNode> taken = nodes(socket);
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
