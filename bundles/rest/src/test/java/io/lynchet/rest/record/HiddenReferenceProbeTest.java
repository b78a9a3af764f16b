// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever path a reference comes in by, the whole answer is the same for a row that the caller may not read and for
 * one that is not there.
 */
class HiddenReferenceProbeTest {
    private static final String ENTITIES = """
            {"name":"Box","fields":[{"name":"owner","type":"string","optional":false,"unique":false}],"indexes":[],
             "relations":[{"name":"items","target":"Item","field":"box","many":true}]},
            {"name":"Item","fields":[
              {"name":"text","type":"string","optional":true,"unique":false},
              {"name":"box","type":"id(Box)","optional":true,"unique":false}],"indexes":[],
             "relations":[{"name":"in","target":"Box","field":"box","many":false}]},
            """;
    private static final String POLICIES = """
            {"name":"boxes","entity":"Box","allow":"auth.userId == data.owner"},
            {"name":"items","entity":"Item","allow":"auth.userId != null"},
            """;
    private static final String ABSENT = "0".repeat(40);

    @TempDir
    Path folder;

    private RestServer server;
    private String hidden;
    private String item;

    @BeforeEach
    void start() throws IOException {
        server = new RestServer(folder);
        String manifest = RestServer.manifest()
                .replaceFirst("\"entities\":\\s*\\[", "$0" + ENTITIES)
                .replaceFirst("\"policies\":\\s*\\[", "$0" + POLICIES);
        assertThat(server.app.load(manifest).applied()).isTrue();
        hidden = server.insert("admin", "Box", "{\"owner\":\"u2\"}");
        item = server.insert("u1", "Item", "{\"text\":\"mine\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What every path answers to a reference to the box. */
    private List<String> answers(String box) {
        String insert = "{\"op\":\"insert\",\"entity\":\"Item\",\"data\":{\"box\":\"" + box + "\"}}";
        String update =
                "{\"op\":\"update\",\"entity\":\"Item\",\"id\":\"" + item + "\",\"data\":{\"box\":\"" + box + "\"}}";
        String other = "{\"op\":\"insert\",\"entity\":\"Item\",\"data\":{\"text\":\"x\"}}";
        List<Answer> answers = List.of(
                server.post("u1", "/api/entities/Item", "{\"box\":\"" + box + "\"}"),
                server.send("u1", "PATCH", "/api/entities/Item/" + item, "{\"box\":\"" + box + "\"}"),
                server.post("u1", "/api/transact", "[" + insert + "]"),
                server.post("u1", "/api/transact", "[" + other + "," + insert + "]"),
                server.post("u1", "/api/transact", "[" + other + "," + update + "," + other + "]"),
                server.post("u1", "/api/link", link("Item", item, "in", box)),
                server.post("u1", "/api/link", link("Box", box, "items", item)));
        List<String> seen = new ArrayList<>();
        for (Answer answer : answers) {
            assertThat(answer.status()).as(answer.body()).isIn(400, 404);
            assertThat(answer.code()).isIn("INVALID_REFERENCE", "NOT_FOUND");
            seen.add((answer.status() + " " + answer.body()).replace(box, "BOX"));
        }
        return seen;
    }

    private static String link(String entity, String id, String relation, String target) {
        return "{\"entity\":\"" + entity + "\",\"id\":\"" + id + "\",\"relation\":\"" + relation + "\",\"target_id\":\""
                + target + "\"}";
    }

    @Test
    void everyPath_answersTheSame_forHiddenAndAbsent() {
        long head = server.app.head();
        assertThat(answers(hidden)).isEqualTo(answers(ABSENT));
        assertThat(server.app.head()).isEqualTo(head);
    }

    @Test
    void ownTarget_isTaken_andAdminsMayReferToAll() {
        String own = server.insert("u1", "Box", "{\"owner\":\"u1\"}");
        server.insert("u1", "Item", "{\"box\":\"" + own + "\"}");
        server.insert("admin", "Item", "{\"box\":\"" + hidden + "\"}");
        assertThat(server.post("u1", "/api/link", link("Box", own, "items", item))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void hiddenRow_cantBeKeptFromItsOwner() {
        server.post("u1", "/api/entities/Item", "{\"box\":\"" + hidden + "\"}");
        assertThat(server.send("u2", "DELETE", "/api/entities/Box/" + hidden, "")
                        .status())
                .isEqualTo(200);
    }
}
