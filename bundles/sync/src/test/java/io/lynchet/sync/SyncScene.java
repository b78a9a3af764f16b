// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.json.JsonTree;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import io.lynchet.sync.pull.PullChanges;
import io.lynchet.sync.stream.ChangeDispatcher;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pulls and sockets over a served app. */
final class SyncScene implements AutoCloseable {
    static final String MANIFEST = """
            {"manifest_version":1,"name":"team","version":"1.0.0","routes":[],
             "entities":[
               {"name":"Note","fields":[
                 {"name":"body","type":"string","optional":false,"unique":false},
                 {"name":"owner","type":"string","optional":true,"unique":false},
                 {"name":"secret","type":"string","optional":true,"unique":false,"serverOnly":true}],"indexes":[]},
               {"name":"Member","fields":[
                 {"name":"user","type":"string","optional":false,"unique":false},
                 {"name":"project","type":"string","optional":false,"unique":false}],"indexes":[]},
               {"name":"Task","fields":[
                 {"name":"title","type":"string","optional":false,"unique":false},
                 {"name":"project","type":"string","optional":true,"unique":false}],"indexes":[]},
               {"name":"Staff","fields":[{"name":"text","type":"string","optional":true,"unique":false}],"indexes":[]},
               {"name":"Sale","fields":[
                 {"name":"title","type":"string","optional":true,"unique":false},
                 {"name":"ends","type":"datetime","optional":true,"unique":false}],"indexes":[]},
               {"name":"Local","sync":false,"fields":[
                 {"name":"text","type":"string","optional":true,"unique":false}],"indexes":[]}],
             "policies":[
               {"name":"note","entity":"Note","allowRead":"data.owner == null || auth.userId == data.owner","allowWrite":"true"},
               {"name":"member","entity":"Member","allowRead":"auth.userId == data.user","allowWrite":"true"},
               {"name":"task","entity":"Task","allowRead":"data.project == null || exists(Member where user == auth.userId && project == data.project)","allowWrite":"true"},
               {"name":"staff","entity":"Staff","allowRead":"auth.hasRole('staff')","allowWrite":"true"},
               {"name":"sale","entity":"Sale","allowRead":"true","allowWrite":"true"},
               {"name":"local","entity":"Local","allow":"true"}]}""";

    /** The same with a rule that depends on the time. */
    static final String TIMED = MANIFEST.replace(
            "\"entity\":\"Sale\",\"allowRead\":\"true\"",
            "\"entity\":\"Sale\",\"allowRead\":\"data.ends == null || data.ends > now\"");

    final ServedApp app;
    final RightsGroups groups = new RightsGroups(1_000, 1 << 20);
    final SyncMetrics metrics;
    final ChangeDispatcher dispatcher;
    final Gate<ReadScopes> scopes = new Gate<>("data service");
    private final PullChanges pulls;
    private final AutoCloseable heard;

    SyncScene(Path folder) throws IOException {
        this(folder, MANIFEST);
    }

    SyncScene(Path folder, String manifest) throws IOException {
        app = new ServedApp(folder, manifest);
        scopes.bind(app.scopes());
        ChangeDispatcher[] made = new ChangeDispatcher[1];
        metrics = new SyncMetrics(groups::size, () -> made[0].size());
        GroupReader reader = new GroupReader(metrics);
        made[0] = new ChangeDispatcher(app.gate(), scopes, groups, reader, metrics);
        dispatcher = made[0];
        pulls = new PullChanges(app.gate(), scopes, groups, reader, metrics);
        heard = app.feed().subscribe(changes -> dispatcher.wake());
        dispatcher.start();
    }

    static Principal user(String id, String... roles) {
        return new Principal(id, null, null, java.util.Set.of(roles), false, false);
    }

    /** As a client gets it; the parameters alternate with their values. */
    Map<String, Object> pull(Principal principal, String... parameters) {
        Response response = response(principal, parameters);
        assertOk(response);
        return plain(response);
    }

    private static void assertOk(Response response) {
        org.assertj.core.api.Assertions.assertThat(response.status())
                .as(new String(response.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(200);
    }

    Response response(Principal principal, String... parameters) {
        FakeRequest request =
                FakeRequest.get("/api/sync/pull").by(Caller.unlimited(principal, Caller.Kind.SESSION, "s"));
        for (int i = 0; i < parameters.length; i += 2) {
            request.query(parameters[i], parameters[i + 1]);
        }
        return pulls.handle(request);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> plain(Response response) {
        return (Map<String, Object>) JsonTree.read(response.bytes()).plain();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> changes(Map<String, Object> answer) {
        return (List<Map<String, Object>>) answer.get("changes");
    }

    static long seq(Map<String, Object> answer) {
        return (Long) ((Map<?, ?>) answer.get("cursor")).get("last_seq");
    }

    static String scope(Map<String, Object> answer) {
        return (String) ((Map<?, ?>) answer.get("cursor")).get("scope");
    }

    /** {@code insert Note n1} and the like. */
    static List<String> told(List<Map<String, Object>> events) {
        List<String> told = new ArrayList<>();
        for (Map<String, Object> event : events) {
            if (event.containsKey("kind")) {
                told.add(event.get("kind") + " " + event.get("entity") + " " + number((String) event.get("row_id")));
            }
        }
        return told;
    }

    static String id(int number) {
        return String.format("%040x", number);
    }

    static int number(String id) {
        return Integer.parseInt(id, 16);
    }

    /** A socket of a replica; it is opened by {@link #open}. */
    static FakeSocket socket(Principal principal) {
        return new FakeSocket(principal).purpose(ClientSocket.Purpose.SYNC);
    }

    FakeSocket open(FakeSocket socket) {
        dispatcher.opened(socket);
        return socket;
    }

    /** Waits until all sockets were told everything. */
    void settle(FakeSocket... sockets) {
        for (FakeSocket socket : sockets) {
            Await.until("everything to be told", () -> dispatcher.seq(socket) >= app.head());
        }
    }

    /** The fields alternate with their values. */
    long insert(String entity, int number, Object... fields) {
        Draft draft = draft(entity, fields).set("id", id(number));
        return write(new Mutation.Insert(draft));
    }

    long update(String entity, int number, Object... fields) {
        return write(new Mutation.Update(id(number), draft(entity, fields), Mutation.ANY));
    }

    long delete(String entity, int number) {
        return write(new Mutation.Delete(app.service().entity(entity), id(number), Mutation.ANY));
    }

    private Draft draft(String entity, Object... fields) {
        Entity wanted = app.service().entity(entity);
        Draft draft = new Draft(wanted);
        for (int i = 0; i < fields.length; i += 2) {
            draft.set((String) fields[i], fields[i + 1]);
        }
        return draft;
    }

    long write(Mutation... mutations) {
        return Await.value(app.service().write(Principal.ADMIN, List.of(mutations), Optional.empty()))
                .seq();
    }

    @Override
    public void close() throws Exception {
        heard.close();
        dispatcher.close();
        app.close();
    }
}
