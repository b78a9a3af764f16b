// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit of several writes is one diff: nobody is told of a state between them. */
class CommitDiffTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
               {"name":"Doc","fields":[
                 {"name":"body","type":"string","optional":true},
                 {"name":"amount","type":"int","optional":true},
                 {"name":"shown","type":"bool","optional":true}]},
               {"name":"Member","fields":[{"name":"user","type":"string"}]},
               {"name":"Task","fields":[{"name":"title","type":"string"}]}],
             "policies":[
               {"name":"doc","entity":"Doc","allow":"data.shown"},
               {"name":"member","entity":"Member","allow":"auth.userId == data.user"},
               {"name":"task","entity":"Task","allow":"exists(Member where user == auth.userId)"}]}""";

    @TempDir
    Path folder;

    private LiveScene scene;
    private FakeSocket anybody;

    @BeforeEach
    void open() throws IOException {
        scene = new LiveScene(folder, MANIFEST);
        anybody = scene.socket(Principal.ANONYMOUS);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private Draft draft(String entity, Object... fields) {
        Draft draft = new Draft(scene.app.service().entity(entity));
        for (int i = 0; i < fields.length; i += 2) {
            draft.set((String) fields[i], fields[i + 1]);
        }
        return draft;
    }

    private Mutation update(String id, Object... fields) {
        return new Mutation.Update(id, draft("Doc", fields), Mutation.ANY);
    }

    private void write(Mutation... mutations) {
        Await.value(scene.app.service().write(Principal.ADMIN, List.of(mutations), Optional.empty()));
    }

    private List<JsonNode.ObjectNode> frames(FakeSocket socket) {
        Await.until(
                "the engine to be there",
                () -> scene.engine.processed() >= scene.app.head() && scene.frames.seq(socket) >= scene.app.head());
        return LiveScene.nodes(socket);
    }

    @Test
    void stateBetweenTwoWrites_isToldNobody() {
        String id = scene.insert("Doc", "body", "SECRET", "shown", false);
        scene.send(anybody, "subscribe", "{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"Doc\"}");
        frames(anybody);
        write(update(id, "shown", true), update(id, "body", "redacted"));
        write(update(id, "body", "SECRET"), update(id, "body", "redacted too"));
        write(
                new Mutation.Insert(draft("Doc", "id", "a".repeat(40), "body", "SECRET", "shown", true)),
                new Mutation.Delete(scene.app.service().entity("Doc"), "a".repeat(40), Mutation.ANY));
        List<JsonNode.ObjectNode> told = frames(anybody);
        assertThat(told).isNotEmpty();
        assertThat(told.toString())
                .contains("redacted too")
                .doesNotContain("SECRET")
                .doesNotContain("aaaa");
    }

    @Test
    void transferBetweenTwoRows_neverShowsAnotherSum() {
        String one = scene.insert("Doc", "amount", 100L, "shown", true);
        String two = scene.insert("Doc", "amount", 0L, "shown", true);
        scene.send(
                anybody,
                "subscribe",
                "{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"Doc\",\"aggregate\":{\"sum\":[\"amount\"]}}");
        assertThat(frames(anybody).toString()).contains("100");
        for (long moved = 1; moved <= 50; moved++) {
            write(update(one, "amount", 100 - moved), update(two, "amount", moved));
        }
        assertThat(frames(anybody)).as("the sum is what it was").isEmpty();
    }

    @Test
    void membershipGivenAndTakenInOneCommit_showsNothing() {
        scene.insert("Task", "title", "SECRET");
        FakeSocket ann = scene.socket(Principal.user("ann"));
        scene.send(ann, "subscribe", "{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"Task\"}");
        frames(ann);
        String id = "b".repeat(40);
        for (int i = 0; i < 20; i++) {
            write(
                    new Mutation.Insert(draft("Member", "id", id, "user", "ann")),
                    new Mutation.Delete(scene.app.service().entity("Member"), id, Mutation.ANY));
        }
        assertThat(frames(ann).toString()).doesNotContain("SECRET");
    }
}
