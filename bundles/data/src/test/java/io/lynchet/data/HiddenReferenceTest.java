// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that the caller may not read is no target, and nobody learns by a reference that it is there. */
class HiddenReferenceTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"User","fields":[{"name":"name","type":"string","optional":true}]},
              {"name":"List","fields":[{"name":"owner","type":"string"}]},
              {"name":"Todo","fields":[
                {"name":"title","type":"string"},
                {"name":"list","type":"id(List)","optional":true},
                {"name":"author","type":"id(User)","optional":true,"default":{"$auth":"userId"}},
                {"name":"reviewer","type":"id(User)","optional":true}]},
              {"name":"Room","fields":[{"name":"name","type":"string"}]},
              {"name":"Seat","fields":[
                {"name":"who","type":"string"},
                {"name":"room","type":"id(Room)"}]}],
             "policies":[
              {"name":"list","entity":"List","allow":"auth.userId == data.owner"},
              {"name":"todo","entity":"Todo","allowRead":"data.title == 'open'","allowWrite":"auth.userId != null"},
              {"name":"room","entity":"Room","allowRead":"exists(Seat where room == data.id && who == auth.userId)"},
              {"name":"seat","entity":"Seat","allowRead":"true","allowInsert":"auth.userId != null"}]}
            """;
    private static final Principal ANN = Principal.user("a".repeat(40));
    private static final Principal BEN = Principal.user("b".repeat(40));
    private static final String ABSENT = "0".repeat(40);

    @TempDir
    Path folder;

    private ServedApp app;
    private String anns;
    private String bens;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        for (Principal principal : new Principal[] {ANN, BEN}) {
            app.insert(Principal.ADMIN, "User", "id", principal.userId());
        }
        anns = app.insert(ANN, "List", "owner", ANN.userId());
        bens = app.insert(BEN, "List", "owner", BEN.userId());
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private Mutation todo(Object... fields) {
        return new Mutation.Insert(app.draft("Todo", fields));
    }

    private void assertSame(LynchetException hidden, LynchetException absent) {
        assertThat(hidden).hasMessage(absent.getMessage());
        assertThat(hidden.problems()).isEqualTo(absent.problems());
    }

    private LynchetException missing(Mutation... mutations) {
        return app.refused(ErrorCode.INVALID_REFERENCE, () -> app.write(ANN, mutations));
    }

    @Test
    void hiddenTarget_isRefusedInTheWordsForAnAbsentOne() {
        String mine = app.insert(ANN, "Todo", "title", "open", "list", anns);
        assertSame(missing(todo("title", "x", "list", bens)), missing(todo("title", "x", "list", ABSENT)));
        assertSame(
                missing(new Mutation.Update(mine, app.draft("Todo", "list", bens), Mutation.ANY)),
                missing(new Mutation.Update(mine, app.draft("Todo", "list", ABSENT), Mutation.ANY)));
        assertSame(
                missing(todo("title", "y"), todo("title", "x", "list", bens)),
                missing(todo("title", "y"), todo("title", "x", "list", ABSENT)));
        app.write(BEN, todo("title", "x", "list", bens));
        app.write(Principal.ADMIN, todo("title", "x", "list", bens));
    }

    @Test
    void hiddenReference_thatIsNotTouched_staysLegal() {
        String row = app.insert(Principal.ADMIN, "Todo", "title", "open", "list", bens);
        app.update(ANN, "Todo", row, "title", "open again", "list", bens);
        app.update(ANN, "Todo", row, "list", null);
    }

    @Test
    void ownUserRow_isATarget_alsoWhenTheRulesHideIt() {
        app.insert(ANN, "Todo", "title", "x");
        app.insert(ANN, "Todo", "title", "x", "author", ANN.userId());
        app.insert(ANN, "Todo", "title", "x", "reviewer", ANN.userId());
        assertSame(
                missing(todo("title", "x", "reviewer", BEN.userId())), missing(todo("title", "x", "reviewer", ABSENT)));
    }

    @Test
    void rowThatTheWriteItselfMakesReadable_isATarget() {
        String room = app.insert(Principal.ADMIN, "Room", "name", "r");
        Mutation other = new Mutation.Insert(app.draft("Seat", "who", BEN.userId(), "room", room));
        Mutation nowhere = new Mutation.Insert(app.draft("Seat", "who", BEN.userId(), "room", ABSENT));
        assertSame(missing(other), missing(nowhere));
        app.insert(ANN, "Seat", "who", ANN.userId(), "room", room);
        app.insert(ANN, "Seat", "who", BEN.userId(), "room", room);
    }

    @Test
    void inUse_namesNoRowThatTheCallerMayNotRead() {
        app.insert(Principal.ADMIN, "Todo", "title", "secret", "list", anns);
        LynchetException refused = app.refused(ErrorCode.REFERENCE_IN_USE, () -> app.delete(ANN, "List", anns));
        assertThat(refused).hasMessage("List " + anns + " is referred to by other rows");
        app.insert(Principal.ADMIN, "Todo", "title", "open", "list", anns);
        assertThat(app.refused(ErrorCode.REFERENCE_IN_USE, () -> app.delete(ANN, "List", anns)))
                .hasMessage("List " + anns + " is referred to by Todo.list");
    }

    @Test
    void referenceThatAHookSets_mayLeadToAHiddenRow() {
        app.hook(new Hook() {
            @Override
            public String name() {
                return "assign";
            }

            @Override
            public boolean appliesTo(Entity entity) {
                return entity.name().equals("Todo");
            }

            @Override
            public void beforeInsert(Principal principal, Draft draft) {
                draft.set(
                        "reviewer",
                        draft.get(draft.entity().fieldOrNull("title")).equals("bad") ? ABSENT : BEN.userId());
            }
        });
        app.insert(ANN, "Todo", "title", "x");
        missing(todo("title", "x", "list", bens));
        LynchetException hooks = app.refused(ErrorCode.INTERNAL, () -> app.write(ANN, todo("title", "bad")));
        assertThat(hooks).hasMessage("The hook assign set a value that Todo does not accept.");
    }
}
