// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server writes into rows of people is not for those who may otherwise change them. */
class UserEntityTest {
    private static final String TAKEN = "{\"email\":\"victim@example.org\"}";

    @TempDir
    Path folder;

    private RestServer server;
    private String row;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
        row = server.insert("admin", "User", "{\"email\":\"mallory@example.org\",\"displayName\":\"Mallory\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void address_isWrittenByTheServer_onEveryPathOfOneRow() {
        String path = "/api/entities/User";
        assertReadOnly(server.post("u1", path, TAKEN));
        assertReadOnly(server.send("u1", "PATCH", path + "/" + row, TAKEN));
        assertReadOnly(server.send("u1", "PATCH", path + "/" + row, "{\"email\":\"mallory@example.org\"}"));
        assertThat(server.get("u1", path + "/" + row).object()).containsEntry("email", "mallory@example.org");
    }

    @Test
    void address_isWrittenByTheServer_inTransactionsToo() {
        for (String operation : new String[] {
            "{\"op\":\"insert\",\"entity\":\"User\",\"data\":" + TAKEN + "}",
            "{\"op\":\"update\",\"entity\":\"User\",\"id\":\"" + row + "\",\"data\":" + TAKEN + "}"
        }) {
            assertReadOnly(server.post("u1", "/api/transact", "[" + operation + "]"));
            Answer among = server.post(
                    "u1",
                    "/api/transact",
                    "[{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"t1\"}}," + operation + "]");
            assertReadOnly(among);
        }
        assertThat(server.app.rows("Log")).isEmpty();
    }

    @Test
    void whatIsThePersonsOwn_staysTheirs() {
        String path = "/api/entities/User/" + row;
        assertThat(server.send("u1", "PATCH", path, "{\"displayName\":\"M.\"}").status())
                .isEqualTo(200);
        assertThat(server.get("u1", path).object()).containsEntry("displayName", "M.");
    }

    @Test
    void admins_writeIt() {
        assertThat(server.send("admin", "PATCH", "/api/entities/User/" + row, TAKEN)
                        .status())
                .isEqualTo(200);
        assertThat(server.post(
                                "admin",
                                "/api/batch",
                                "{\"operations\":[{\"op\":\"insert\",\"entity\":\"User\",\"data\":{\"email\":\"b@x\"}}]}")
                        .status())
                .isEqualTo(200);
        assertThat(server.app.rows("User")).hasSize(2);
    }

    private static void assertReadOnly(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"READONLY_FIELD\"").contains("written by the server");
    }
}
