// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every read path on rows that the caller may not read. Weaknesses 1 to 4 of the system that this one is
 * compatible with.
 */
class ReadProbeTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Folder","fields":[{"name":"name","type":"string"}],
               "relations":[{"name":"notes","target":"Note","field":"folder","many":true}]},
              {"name":"Note","fields":[
                {"name":"owner","type":"string","optional":true},
                {"name":"body","type":"string"},
                {"name":"size","type":"int"},
                {"name":"token","type":"string","optional":true,"serverOnly":true},
                {"name":"folder","type":"id(Folder)","optional":true}],
               "relations":[{"name":"in","target":"Folder","field":"folder"}]},
              {"name":"Comment","fields":[{"name":"note","type":"id(Note)"},{"name":"text","type":"string"}],
               "relations":[{"name":"about","target":"Note","field":"note"}]},
              {"name":"Closed","fields":[{"name":"x","type":"int"}]}],
             "policies":[
              {"name":"own","entity":"Note","allow":"auth.userId == data.owner"},
              {"name":"all","entity":"Folder","allow":"true"},
              {"name":"talk","entity":"Comment","allow":"exists(Note where id == data.note && owner == auth.userId)"}]}
            """;
    private static final Principal ANN = Principal.user("ann");
    private static final Principal BEN = Principal.user("ben");

    @TempDir
    Path folder;

    private ServedApp app;
    private Entity note;
    private String hers;
    private String ownerless;
    private String shelf;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        note = app.entity("Note");
        shelf = app.insert(Principal.ADMIN, "Folder", "name", "shelf");
        hers = app.insert(
                Principal.ADMIN,
                "Note",
                "owner",
                "ann",
                "body",
                "secret",
                "size",
                5L,
                "token",
                "t0k3n",
                "folder",
                shelf);
        ownerless = app.insert(Principal.ADMIN, "Note", "body", "nobody's", "size", 7L, "folder", shelf);
        app.insert(Principal.ADMIN, "Comment", "note", hers, "text", "about a secret");
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private static Filter all() {
        return Filter.Constant.TRUE;
    }

    private List<Row> list(Principal principal, String entity) {
        return app.data
                .query(principal, Query.of(app.entity(entity), all(), 100))
                .rows();
    }

    private long count(Principal principal) {
        return app.data.count(principal, note, all());
    }

    private List<Object> sumAndCount(Principal principal) {
        var query = new AggregateQuery(
                note,
                all(),
                List.of(
                        new Measure(Measure.Kind.COUNT_ROWS, null),
                        new Measure(Measure.Kind.SUM, note.fieldOrNull("size"))),
                List.of(),
                1);
        return app.data.aggregate(principal, query).get(0).values();
    }

    @Test
    void owner_seesHerRowOnEveryPath() {
        assertThat(app.data.get(ANN, note, hers).get("body")).isEqualTo("secret");
        assertThat(list(ANN, "Note")).hasSize(1);
        assertThat(count(ANN)).isEqualTo(1);
        assertThat(sumAndCount(ANN)).containsExactly(1L, 5L);
        assertThat(list(ANN, "Comment")).hasSize(1);
    }

    @Test
    void others_getNothingOnAnyPath() {
        for (Principal other : List.of(BEN, Principal.ANONYMOUS)) {
            assertThat(list(other, "Note")).isEmpty();
            assertThat(count(other)).isZero();
            assertThat(sumAndCount(other)).containsExactly(0L, null);
            assertThat(list(other, "Comment")).isEmpty();
            assertThat(app.data.find(other, note, all())).isEmpty();
            String forbidden = app.refused(ErrorCode.NOT_FOUND, () -> app.data.get(other, note, hers))
                    .getMessage();
            String absent = app.refused(ErrorCode.NOT_FOUND, () -> app.data.get(other, note, "f".repeat(40)))
                    .getMessage();
            assertThat(forbidden.replace(hers, "X")).isEqualTo(absent.replace("f".repeat(40), "X"));
        }
    }

    @Test
    void ownerlessRow_belongsToNobodyNotToAnonymous() {
        app.refused(ErrorCode.NOT_FOUND, () -> app.data.get(Principal.ANONYMOUS, note, ownerless));
        assertThat(count(Principal.ADMIN)).isEqualTo(2);
    }

    @Test
    void groups_showNoKeysOfForbiddenRows() {
        var query =
                new AggregateQuery(note, all(), List.of(), List.of(new Grouping(note.fieldOrNull("owner"), null)), 10);
        assertThat(app.data.aggregate(BEN, query)).isEmpty();
        assertThat(app.data.aggregate(ANN, query)).hasSize(1);
    }

    @Test
    void graph_filtersIncludesBothWays() {
        Entity folderEntity = app.entity("Folder");
        Include notes = new Include(folderEntity.relation("notes").orElseThrow(), all(), List.of(), 100, List.of());
        Query folders = Query.of(folderEntity, all(), 10);
        assertThat(bodies(app.data.graph(BEN, folders, List.of(notes)))).isEmpty();
        assertThat(bodies(app.data.graph(ANN, folders, List.of(notes)))).containsExactly("secret");

        Entity comment = app.entity("Comment");
        Include about = new Include(comment.relation("about").orElseThrow(), all(), List.of(), 1, List.of());
        assertThat(app.data.graph(BEN, Query.of(comment, all(), 10), List.of(about)))
                .isEmpty();
    }

    private static List<Object> bodies(List<GraphNode> folders) {
        List<Object> bodies = new ArrayList<>();
        folders.forEach(
                f -> f.related().get("notes").forEach(n -> bodies.add(n.row().get("body"))));
        return bodies;
    }

    @Test
    void graph_nestedIncludes_comeBackToTheFolder() {
        Entity folderEntity = app.entity("Folder");
        Include in = new Include(note.relation("in").orElseThrow(), all(), List.of(), 1, List.of());
        Include notes = new Include(folderEntity.relation("notes").orElseThrow(), all(), List.of(), 100, List.of(in));
        List<GraphNode> found = app.data.graph(Principal.ADMIN, Query.of(folderEntity, all(), 10), List.of(notes));
        assertThat(found.get(0).related().get("notes"))
                .hasSize(2)
                .allSatisfy(
                        n -> assertThat(n.related().get("in").get(0).row().id()).isEqualTo(shelf));
    }

    @Test
    void serverOnlyField_isNullForCallersAndCantBeUsedToProbe() {
        assertThat(app.data.get(ANN, note, hers).get("token")).isNull();
        assertThat(list(ANN, "Note").get(0).get("token")).isNull();
        assertThat(app.data.get(Principal.ADMIN, note, hers).get("token")).isEqualTo("t0k3n");
        Filter probe = new Filter.Compare(
                new Operand.FieldRef(0, note.fieldOrNull("token")), Comparison.EQUAL, new Operand.Literal("t0k3n"));
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.data.query(ANN, Query.of(note, probe, 1)));
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.data.count(ANN, note, Filter.not(probe)));
        Query sorted = new Query(note, all(), List.of(new SortKey(note.fieldOrNull("token"), true)), 1, 0);
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.data.query(ANN, sorted));
        var grouped =
                new AggregateQuery(note, all(), List.of(), List.of(new Grouping(note.fieldOrNull("token"), null)), 1);
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.data.aggregate(ANN, grouped));
    }

    @Test
    void entityWithoutPolicy_isDeniedToAllButAdmins() {
        Entity closed = app.entity("Closed");
        app.refused(ErrorCode.POLICY_DENIED, () -> app.data.query(ANN, Query.of(closed, all(), 1)));
        app.refused(ErrorCode.POLICY_DENIED, () -> app.data.get(ANN, closed, "f".repeat(40)));
        assertThat(list(Principal.ADMIN, "Closed")).isEmpty();
    }

    @Test
    void page_isFilledFromVisibleRowsAndSaysWhetherThereIsMore() {
        for (int i = 0; i < 5; i++) {
            app.insert(Principal.ADMIN, "Note", "owner", "ben", "body", "b" + i, "size", 1L);
            app.insert(Principal.ADMIN, "Note", "owner", "ann", "body", "a" + i, "size", 1L);
        }
        var page = app.data.query(BEN, Query.of(note, all(), 3));
        assertThat(page.rows()).hasSize(3);
        assertThat(page.hasMore()).isTrue();
        assertThat(app.data.query(BEN, Query.of(note, all(), 5)).hasMore()).isFalse();
    }

    @Test
    void systemAndUnknownEntities_areNotThere() {
        app.refused(ErrorCode.ENTITY_NOT_FOUND, () -> app.entity("Nope"));
        app.refused(ErrorCode.ENTITY_NOT_FOUND, () -> app.entity("_auth_Session"));
    }
}
