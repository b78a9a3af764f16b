// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of rows that refer to later ones, to each other, and to themselves. */
class ImportReferencesTest {
    @TempDir
    Path folder;

    @TempDir
    Path otherFolder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer send(String text) {
        return server.call(new FakeInbound("POST", "/api/import", text)
                .with("Content-Type", "application/x-ndjson")
                .with("Authorization", "Bearer admin")
                .withoutLength());
    }

    private static String author(String id, String name, String best) {
        return "{\"entity\":\"Author\",\"data\":{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"bestId\":"
                + text(best) + "}}\n";
    }

    private static String book(String id, String author, String sequel) {
        return "{\"entity\":\"Book\",\"data\":{\"id\":\"" + id + "\",\"authorId\":" + text(author) + ",\"sequelId\":"
                + text(sequel) + "}}\n";
    }

    private static String tree(String id, String parent) {
        return "{\"entity\":\"Tree\",\"data\":{\"id\":\"" + id + "\",\"parent\":" + text(parent) + "}}\n";
    }

    private static String twin(String id, String other) {
        return "{\"entity\":\"Twin\",\"data\":{\"id\":\"" + id + "\",\"otherId\":" + text(other) + "}}\n";
    }

    private static String text(String value) {
        return value == null ? "null" : '"' + value + '"';
    }

    private List<?> errors(Answer answer) {
        return (List<?>) answer.object().get("errors");
    }

    @Test
    void export_withACircleOfReferences_isImportedAgain_inBothForms() {
        assertThat(send(author("a", "A", null) + book("b", "a", null)).object()).containsEntry("imported", 2L);
        server.send("admin", "PATCH", "/api/entities/Author/a", "{\"bestId\":\"b\"}");
        send(tree("t", null));
        server.send("admin", "PATCH", "/api/entities/Tree/t", "{\"parent\":\"t\"}");
        Answer stream = server.get("admin", "/api/export?format=ndjson");
        Answer document = server.get("admin", "/api/export");
        try (RestServer other = new RestServer(otherFolder)) {
            assertThat(other.post("admin", "/api/import", document.body()).object())
                    .containsEntry("imported", 3L)
                    .containsEntry("failed", 0L);
            assertThat(other.get("admin", "/api/export?format=ndjson").body()).isEqualTo(stream.body());
        }
        server.close();
        server = new RestServer(otherFolder);
        assertThat(send(stream.body()).object()).containsEntry("imported", 3L);
        assertThat(server.get("admin", "/api/export?format=ndjson").body()).isEqualTo(stream.body());
    }

    @Test
    void manyCirclesInAnyOrder_areImported() {
        long seed = System.nanoTime();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            lines.add(author("a" + i, "name " + i, "b" + i));
            lines.add(book("b" + i, "a" + i, "b" + (i + 1) % 700));
            lines.add(tree("t" + i, "t" + (i + 1)));
        }
        lines.add(tree("t700", null));
        Collections.shuffle(lines, new Random(seed));
        Answer answer = send(String.join("", lines));
        assertThat(answer.object())
                .as("seed %d: %s", seed, answer.body())
                .containsEntry("imported", 2_101L)
                .containsEntry("failed", 0L);
        assertThat(server.get("admin", "/api/entities/Author/a7").object()).containsEntry("bestId", "b7");
        assertThat(server.get("admin", "/api/entities/Book/b699").object()).containsEntry("sequelId", "b0");
    }

    @Test
    void aCircleThatIsLargerThanACommit_isImportedInTwoPasses() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            text.append(tree("t" + i, "t" + (i + 1) % 6_000));
        }
        assertThat(send(text.toString()).object())
                .containsEntry("imported", 6_000L)
                .containsEntry("failed", 0L);
        assertThat(server.get("admin", "/api/entities/Tree/t5999").object()).containsEntry("parent", "t0");
        assertThat(server.get("admin", "/api/entities/Tree/t17").object()).containsEntry("parent", "t18");
    }

    @Test
    void aCircleThatIsLargerThanACommit_mayHaveRequiredReferences_andReportsWhatDoesNotCome() {
        send(author("taken", "name 7", null));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            text.append(author("a" + i, "name " + i, "b" + i));
            text.append(book("b" + i, "a" + (i + 1) % 3_000, null));
        }
        Answer answer = send(text.toString());
        // The name of author 7 is taken, so book 6 has no author, and author 6 no best book.
        assertThat(answer.object()).containsEntry("imported", 5_998L).containsEntry("failed", 3L);
        assertThat(errors(answer))
                .extracting("at", "id", "error.code")
                .containsExactlyInAnyOrder(
                        tuple("line 15", "a7", "UNIQUE_VIOLATION"),
                        tuple("line 14", "b6", "INVALID_REFERENCE"),
                        tuple("line 13", "a6", "INVALID_REFERENCE"));
        assertThat(answer.body()).contains("The row is imported, but without its references");
        assertThat(server.get("admin", "/api/entities/Author/a2999").object()).containsEntry("bestId", "b2999");
        assertThat(server.get("admin", "/api/entities/Author/a6").object()).containsEntry("bestId", null);
    }

    @Test
    void aRowThatRequiresItself_isImported() {
        assertThat(send(twin("x", "x")).object()).containsEntry("imported", 1L);
    }

    @Test
    void refusedRowsOfACircle_areNamedWithTheirReasons_andKeepNobodyElseOut() {
        send(author("taken", "A", null));
        Answer answer = send(author("a", "A", "b") // the name is taken
                + book("b", "a", null)
                + author("c", "C", "d")
                + book("d", "c", null)
                + book("e", "nobody", null)
                + book("f", "c", "e"));
        assertThat(answer.object()).containsEntry("imported", 2L).containsEntry("failed", 4L);
        assertThat(errors(answer))
                .extracting("at", "id", "error.code")
                .containsExactlyInAnyOrder(
                        tuple("line 1", "a", "UNIQUE_VIOLATION"),
                        tuple("line 2", "b", "INVALID_REFERENCE"),
                        tuple("line 5", "e", "INVALID_REFERENCE"),
                        tuple("line 6", "f", "INVALID_REFERENCE"));
        assertThat(answer.body()).contains("the one at line 1 refer to each other");
        assertThat(server.get("admin", "/api/entities/Author/a").status()).isEqualTo(404);
    }

    @Test
    void aByteOrderMark_costsNoRow_inBothForms() {
        assertThat(
                        send("\uFEFF{\"entity\":\"Log\",\"data\":{\"msg\":\"a\"}}\n{\"entity\":\"Log\",\"data\":{\"msg\":\"b\"}}")
                                .object())
                .containsEntry("imported", 2L)
                .containsEntry("failed", 0L);
        assertThat(server.post("admin", "/api/import", "\uFEFF{\"entities\":{\"Log\":[{\"msg\":\"c\"}]}}")
                        .object())
                .containsEntry("imported", 1L);
    }
}
