// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"body","type":"string"},
               {"name":"slug","type":"string"},{"name":"score","type":"int","serverOnly":true,"optional":true}]}],
             "policies":[{"name":"all","entity":"Note","allow":"data.body != 'forbidden'"}]}
            """;

    @TempDir
    Path folder;

    private ServedApp app;
    private Entity note;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        note = app.entity("Note");
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    @Test
    void beforeInsert_mayFillRequiredAndServerOnlyFields() {
        app.hook(new NamedHook("slug") {
            @Override
            public void beforeInsert(Principal principal, Draft draft) {
                draft.set("slug", "s-" + draft.get(note.fieldOrNull("body"))).set("score", 3L);
            }
        });
        String id = app.insert(Principal.ANONYMOUS, "Note", "body", "x");
        assertThat(app.data.get(Principal.ADMIN, note, id).get("slug")).isEqualTo("s-x");
        assertThat(app.data.get(Principal.ADMIN, note, id).get("score")).isEqualTo(3L);
    }

    @Test
    void whatAHookSets_isValidatedAndSubjectToPolicy() {
        app.hook(new NamedHook("bad") {
            @Override
            public void beforeInsert(Principal principal, Draft draft) {
                Object body = draft.get(note.fieldOrNull("body"));
                draft.set("slug", "type".equals(body) || body == null ? 5L : "s");
                if ("policy".equals(body)) {
                    draft.set("body", "forbidden");
                }
            }
        });
        LynchetException hooks =
                app.refused(ErrorCode.INTERNAL, () -> app.insert(Principal.ANONYMOUS, "Note", "body", "type"));
        assertThat(hooks).hasMessage("The hook bad set a value that Note does not accept.");
        assertThat(hooks.getCause()).hasMessage("slug must be of type string");
        // What the client itself did wrong is told first: that he can mend.
        LynchetException clients =
                app.refused(ErrorCode.REQUIRED_FIELD, () -> app.insert(Principal.ANONYMOUS, "Note", "slug", "only"));
        assertThat(clients.problems()).extracting("path").containsExactly("$.body");
        app.refused(ErrorCode.POLICY_DENIED, () -> app.insert(Principal.ANONYMOUS, "Note", "body", "policy"));
    }

    @Test
    void hooks_runInOrderOfName() {
        List<String> order = new CopyOnWriteArrayList<>();
        for (String name : List.of("b", "a", "c")) {
            app.hook(new NamedHook(name) {
                @Override
                public void beforeInsert(Principal principal, Draft draft) {
                    order.add(name);
                }
            });
        }
        app.insert(Principal.ANONYMOUS, "Note", "body", "x", "slug", "y");
        assertThat(order).containsExactly("a", "b", "c");
    }

    @Test
    void refusalOfAHook_isTheAnswer_andACrashIsNotShown() {
        app.hook(new NamedHook("strict") {
            @Override
            public void beforeDelete(Principal principal, Entity entity, String id) {
                throw new LynchetException(ErrorCode.HOOK_REJECTED, "Notes are kept.");
            }

            @Override
            public void beforeUpdate(Principal principal, String id, Draft patch) {
                throw new IllegalStateException("inner details");
            }
        });
        String id = app.insert(Principal.ANONYMOUS, "Note", "body", "x", "slug", "y");
        assertThat(app.refused(ErrorCode.HOOK_REJECTED, () -> app.delete(Principal.ANONYMOUS, "Note", id))
                        .getMessage())
                .isEqualTo("Notes are kept.");
        assertThat(app.refused(ErrorCode.INTERNAL, () -> app.update(Principal.ANONYMOUS, "Note", id, "body", "z"))
                        .getMessage())
                .doesNotContain("inner details");
    }

    @Test
    void afterHooks_hearEveryChangeInOrder_andTheirFailuresHarmNobody() throws Exception {
        List<Change> heard = new CopyOnWriteArrayList<>();
        app.hook(new NamedHook("broken") {
            @Override
            public void after(Change change) {
                throw new IllegalStateException("after");
            }
        });
        app.hook(new NamedHook("listener") {
            @Override
            public void after(Change change) {
                heard.add(change);
            }
        });
        for (int i = 0; i < 50; i++) {
            app.insert(Principal.ANONYMOUS, "Note", "body", "x" + i, "slug", "y");
        }
        Await.until("50 changes heard", () -> heard.size() == 50);
        assertThat(heard).extracting(Change::seq).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void afterHook_hearsOfACommit_whenAllOfItIsStored() {
        List<String> seen = new CopyOnWriteArrayList<>();
        app.hook(new NamedHook("whole") {
            @Override
            public void after(Change change) {
                boolean whole = app.feed.head() >= change.commitSeq();
                seen.add(change.seq() + " of " + change.commitSeq() + (whole ? "" : ", not stored"));
            }
        });
        List<Mutation> mutations = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            mutations.add(new Mutation.Insert(
                    new Draft(app.entity("Note")).set("body", "x" + i).set("slug", "y")));
        }
        Await.value(app.data.write(Principal.ADMIN, mutations, Optional.empty()));
        Await.until("600 changes heard", () -> seen.size() == 600);
        assertThat(seen).doesNotHaveDuplicates().allMatch(text -> text.endsWith(" of 600"));
    }

    @Test
    void feed_newestCommits_areWhole() {
        app.insert(Principal.ANONYMOUS, "Note", "body", "first", "slug", "y");
        Await.value(app.data.write(
                Principal.ADMIN,
                List.of(
                        new Mutation.Insert(
                                new Draft(app.entity("Note")).set("body", "a").set("slug", "y")),
                        new Mutation.Insert(
                                new Draft(app.entity("Note")).set("body", "b").set("slug", "y"))),
                Optional.empty()));
        app.insert(Principal.ANONYMOUS, "Note", "body", "last", "slug", "y");
        assertThat(seqs(4, 1)).containsExactly(4L);
        assertThat(seqs(4, 2)).containsExactly(4L);
        assertThat(seqs(4, 3)).containsExactly(2L, 3L, 4L);
        assertThat(seqs(4, 100)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(seqs(3, 1)).as("longer than asked for").containsExactly(2L, 3L);
        assertThat(seqs(1, 1)).containsExactly(1L);
        assertThat(seqs(0, 1)).isEmpty();
        app.store.pruneLog(2, 100);
        assertThat(seqs(4, 100)).containsExactly(2L, 3L, 4L);
        assertThat(seqs(1, 100)).isEmpty();
    }

    private List<Long> seqs(long end, int limit) {
        return app.feed.before(end, limit).stream().map(Change::seq).toList();
    }

    @Test
    void afterHook_slowerThanTheLogIsLong_goesOnWithWhatIsLeft() throws Exception {
        List<Change> heard = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        app.hook(new NamedHook("slow") {
            @Override
            public void after(Change change) {
                begun.countDown();
                Await.open("the test to let it go on", goOn);
                heard.add(change);
            }
        });
        app.insert(Principal.ANONYMOUS, "Note", "body", "first", "slug", "y");
        Await.open("the first change", begun);
        for (int i = 0; i < 10; i++) {
            app.insert(Principal.ANONYMOUS, "Note", "body", "x" + i, "slug", "y");
        }
        long newest = app.store.pruneLog(Long.MAX_VALUE, 100);
        goOn.countDown();

        Await.until(
                "the newest to be heard",
                () -> !heard.isEmpty() && heard.get(heard.size() - 1).seq() == newest);
        assertThat(heard).extracting(Change::seq).isSorted().doesNotHaveDuplicates();
    }
}
