// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.changes;
import static io.lynchet.sync.SyncScene.id;
import static io.lynchet.sync.SyncScene.scope;
import static io.lynchet.sync.SyncScene.seq;
import static io.lynchet.sync.SyncScene.told;
import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit is one step: what lies between its writes was never there, and nobody is told of it. */
class CommitStepsTest {
    private static final Principal ANYBODY = Principal.ANONYMOUS;
    private static final Principal ADA = user("ada");
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
               {"name":"Doc","fields":[
                 {"name":"body","type":"string","optional":true},
                 {"name":"amount","type":"int","optional":true},
                 {"name":"shown","type":"bool","optional":true}]},
               {"name":"Member","fields":[{"name":"user","type":"string"},{"name":"project","type":"string"}]},
               {"name":"Task","fields":[{"name":"title","type":"string"},{"name":"project","type":"string"}]}],
             "policies":[
               {"name":"doc","entity":"Doc","allowRead":"data.shown","allowWrite":"true"},
               {"name":"member","entity":"Member","allowRead":"auth.userId == data.user","allowWrite":"true"},
               {"name":"task","entity":"Task","allowRead":"exists(Member where user == auth.userId && project == data.project)","allowWrite":"true"}]}""";

    @TempDir
    Path folder;

    private SyncScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new SyncScene(folder, MANIFEST);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private Mutation insert(String entity, int number, Object... fields) {
        return new Mutation.Insert(draft(entity, fields).set("id", id(number)));
    }

    private Mutation update(String entity, int number, Object... fields) {
        return new Mutation.Update(id(number), draft(entity, fields), Mutation.ANY);
    }

    private Mutation delete(String entity, int number) {
        return new Mutation.Delete(scene.app.service().entity(entity), id(number), Mutation.ANY);
    }

    private Draft draft(String entity, Object... fields) {
        Draft draft = new Draft(scene.app.service().entity(entity));
        for (int i = 0; i < fields.length; i += 2) {
            draft.set((String) fields[i], fields[i + 1]);
        }
        return draft;
    }

    private List<Map<String, Object>> since(Principal principal, long since) {
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, Object> page = Map.of("has_more", true);
        // What others of the group were told already is a page of its own.
        String scope = scope(scene.pull(principal));
        for (long at = since; (Boolean) page.get("has_more"); at = seq(page)) {
            page = scene.pull(principal, "since", Long.toString(at), "scope", scope);
            all.addAll(changes(page));
        }
        return all;
    }

    private FakeSocket open(Principal principal) {
        FakeSocket socket = scene.open(SyncScene.socket(principal));
        socket.await(1);
        return socket;
    }

    private List<Map<String, Object>> settled(FakeSocket socket) {
        scene.settle(socket);
        return socket.read();
    }

    private List<Map<String, Object>> caughtUp(Principal principal, long since) {
        FakeSocket socket = scene.open(SyncScene.socket(principal)
                .with("since", Long.toString(since))
                .with("scope", scope(scene.pull(principal))));
        List<Map<String, Object>> frames = new ArrayList<>(socket.await(1));
        frames.addAll(settled(socket));
        return frames;
    }

    /** The lone state between two writes of one commit is what a policy would have let through. */
    @Test
    void stateBetweenTwoWrites_isToldNobody() {
        FakeSocket live = open(ANYBODY);
        long begin = scene.insert("Doc", 1, "body", "SECRET", "shown", false);
        String at = begin + "." + scope(scene.pull(ANYBODY));
        long end = scene.write(update("Doc", 1, "shown", true), update("Doc", 1, "body", "redacted"));
        FakeSocket stream = scene.open(SyncScene.socket(ANYBODY).lastEventId(at));
        stream.await(2);
        scene.write(insert("Doc", 2, "body", "next", "shown", true));

        List<Map<String, Object>> pulled = since(ANYBODY, begin);
        assertThat(told(pulled)).containsExactly("update Doc 1", "insert Doc 2");
        assertThat(pulled.get(0)).containsEntry("seq", end);
        assertThat(pulled.toString()).contains("redacted").doesNotContain("SECRET");
        List<Map<String, Object>> frames = settled(live);
        assertThat(told(frames)).containsExactly("update Doc 1", "insert Doc 2");
        assertThat(frames.toString()).doesNotContain("SECRET");
        assertThat(settled(stream).toString()).doesNotContain("SECRET");
        assertThat(caughtUp(ANYBODY, begin).toString()).contains("redacted").doesNotContain("SECRET");
        assertThat(changes(scene.pull(ANYBODY, "since", "" + begin, "limit", "1"))
                        .toString())
                .doesNotContain("SECRET");
    }

    @Test
    void insertAndDeleteInOneCommit_areNothing() {
        FakeSocket live = open(ANYBODY);
        long begin = scene.insert("Doc", 9, "shown", false);
        scene.write(insert("Doc", 1, "body", "SECRET", "shown", true), delete("Doc", 1));
        assertThat(since(ANYBODY, begin)).isEmpty();
        assertThat(since(Principal.ADMIN, begin)).isEmpty();
        assertThat(settled(live)).isEmpty();
        assertThat(caughtUp(ANYBODY, begin)).allMatch(frame -> frame.get("type").equals("hello"));
    }

    @Test
    void rowThatIsAsBeforeAfterACommit_isNothing_alsoWhenItWasDeletedMeanwhile() {
        scene.insert("Doc", 1, "body", "a", "shown", true);
        long begin = scene.app.head();
        scene.write(update("Doc", 1, "body", "SECRET"), update("Doc", 1, "body", "a"));
        scene.write(delete("Doc", 1), insert("Doc", 1, "body", "a", "shown", true));
        assertThat(since(ANYBODY, begin)).isEmpty();
        assertThat(since(Principal.ADMIN, begin)).isEmpty();
        scene.write(delete("Doc", 1), insert("Doc", 1, "body", "b", "shown", true));
        assertThat(told(since(ANYBODY, begin))).containsExactly("update Doc 1");
    }

    @Test
    void membershipGivenAndTakenInOneCommit_showsNothing() {
        scene.insert("Task", 1, "title", "SECRET", "project", "p");
        FakeSocket live = open(ADA);
        long begin = scene.app.head();
        scene.write(insert("Member", 10, "user", "ada", "project", "p"), delete("Member", 10));
        scene.write(
                insert("Member", 11, "user", "ada", "project", "p"),
                update("Task", 1, "title", "SECRET too"),
                delete("Member", 11));
        assertThat(since(ADA, begin)).isEmpty();
        assertThat(settled(live)).isEmpty();
    }

    @Test
    void membershipThatIsReplacedInOneCommit_takesNothing() {
        scene.insert("Task", 1, "title", "t", "project", "p");
        scene.insert("Member", 10, "user", "ada", "project", "p");
        FakeSocket live = open(ADA);
        long begin = scene.app.head();
        scene.write(delete("Member", 10), insert("Member", 11, "user", "ada", "project", "p"));
        assertThat(told(since(ADA, begin))).containsExactly("delete Member 10", "insert Member 11");
        assertThat(told(settled(live))).containsExactly("delete Member 10", "insert Member 11");
    }

    @Test
    void rowsThatManyMembershipsOfOneCommitShow_areToldOnce() {
        List<Mutation> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            scene.insert("Task", 1_000 + i, "title", "t", "project", "p" + i);
            all.add(insert("Member", 100 + i, "user", "ada", "project", "p" + i));
            all.add(insert("Member", 300 + i, "user", "ada", "project", "p" + i));
        }
        long begin = scene.app.head();
        long end = scene.write(all.toArray(Mutation[]::new));
        List<Map<String, Object>> events = since(ADA, begin);
        assertThat(events).hasSize(300).allMatch(event -> event.get("seq").equals(end));
        assertThat(told(events)).doesNotHaveDuplicates().contains("update Task 1000", "update Task 1099");
    }

    /** Half of a transfer is a wrong sum. */
    @Test
    void transferBetweenTwoRows_isOneStep_onEveryPageAndSocket() {
        scene.write(insert("Doc", 1, "amount", 100L, "shown", true), insert("Doc", 2, "amount", 0L, "shown", true));
        long begin = scene.app.head();
        FakeSocket live = open(ANYBODY);
        long first = scene.write(update("Doc", 1, "amount", 90L), update("Doc", 2, "amount", 10L));
        long second = scene.write(update("Doc", 1, "amount", 80L), update("Doc", 2, "amount", 20L));

        Map<String, Object> page = scene.pull(ANYBODY, "since", "" + begin, "limit", "1");
        assertThat(told(changes(page))).containsExactly("update Doc 1", "update Doc 2");
        assertThat(changes(page)).allMatch(event -> event.get("seq").equals(first));
        assertThat(seq(page)).isEqualTo(first);
        assertThat(page).containsEntry("has_more", true);
        page = scene.pull(ANYBODY, "since", "" + first, "limit", "3");
        assertThat(seq(page)).isEqualTo(second);
        assertThat(page).containsEntry("has_more", false);

        List<Map<String, Object>> frames = settled(live);
        assertThat(frames).extracting(frame -> frame.get("seq")).containsExactly(first, first, second, second);
        assertThat(frames).extracting(frame -> frame.get("more")).containsExactly(true, null, true, null);
        assertThat(frames).extracting(frame -> frame.get("prev")).containsExactly(begin, first, first, second);
    }

    @Test
    void rowThatWentOutOfSightWhileAway_onlyLeaves_withoutWhatWasWritten() {
        scene.insert("Doc", 1, "body", "known", "shown", true);
        long begin = scene.app.head();
        scene.update("Doc", 1, "body", "SECRET");
        scene.update("Doc", 1, "shown", false);
        scene.update("Doc", 1, "body", "SECRET too");
        List<Map<String, Object>> events = since(ANYBODY, begin);
        assertThat(told(events)).containsExactly("delete Doc 1");
        assertThat(events.get(0).get("data")).isEqualTo(Map.of("id", id(1)));
        List<Map<String, Object>> frames = caughtUp(ANYBODY, begin);
        assertThat(told(frames)).containsExactly("delete Doc 1");
        assertThat(frames.toString()).doesNotContain("SECRET");
    }

    @Test
    void rowThatCameAndWentWhileAway_isNothing() {
        long begin = scene.insert("Doc", 1, "body", "SECRET", "shown", false);
        scene.update("Doc", 1, "shown", true);
        scene.update("Doc", 1, "shown", false);
        scene.insert("Doc", 2, "body", "SECRET", "shown", true);
        scene.delete("Doc", 2);
        assertThat(since(ANYBODY, begin)).isEmpty();
        List<Map<String, Object>> frames = caughtUp(ANYBODY, begin);
        assertThat(told(frames)).isEmpty();
        assertThat(frames.get(frames.size() - 1)).containsEntry("seq", scene.app.head());
    }

    /** A small page ends before the right was lost, but the caller asks after it. */
    @Test
    void pageThatEndsBeforeTheRightWasLost_tellsNoContentEither() {
        scene.insert("Doc", 1, "body", "known", "shown", true);
        scene.insert("Task", 2, "title", "known", "project", "p");
        scene.insert("Member", 10, "user", "ada", "project", "p");
        long begin = scene.app.head();
        scene.update("Doc", 1, "body", "SECRET");
        scene.update("Task", 2, "title", "SECRET");
        scene.insert("Doc", 3, "body", "SECRET", "shown", true);
        scene.update("Doc", 1, "shown", false);
        scene.delete("Member", 10);
        scene.update("Doc", 3, "shown", false);
        long at = begin;
        Map<String, Object> page;
        List<String> told = new ArrayList<>();
        do {
            page = scene.pull(ADA, "since", Long.toString(at), "limit", "1");
            assertThat(changes(page).toString()).doesNotContain("SECRET");
            told.addAll(told(changes(page)));
            at = seq(page);
        } while ((Boolean) page.get("has_more"));
        assertThat(told).contains("delete Doc 1", "delete Task 2", "delete Member 10");
    }

    @Test
    void pageThatIsBehind_tellsWhatMayStillBeRead() {
        long begin = scene.insert("Doc", 1, "body", "a", "shown", true);
        for (int i = 0; i < 5; i++) {
            scene.update("Doc", 1, "body", "b" + i);
        }
        Map<String, Object> page = scene.pull(ANYBODY, "since", "" + begin, "limit", "2");
        assertThat(told(changes(page))).containsExactly("update Doc 1");
        assertThat(changes(page).toString()).contains("b1");
        assertThat(page).containsEntry("has_more", true);
    }
}
