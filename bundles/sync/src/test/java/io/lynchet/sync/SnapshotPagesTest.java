// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.changes;
import static io.lynchet.sync.SyncScene.scope;
import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a snapshot: how long they are, and what the tokens are worth by which they go on. */
class SnapshotPagesTest {
    private static final Principal ADA = user("ada");

    @TempDir
    Path folder;

    private SyncScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new SyncScene(folder);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    /** Each row is as long as two of them fill a page, so that pages end at every place, also between entities. */
    @Test
    void snapshot_ofLongRows_comesInShorterPages_withEveryRowOnce() {
        for (int i = 1; i <= 6; i++) {
            scene.insert("Note", i, "body", i + "x".repeat(1_100_000));
        }
        scene.insert("Sale", 7, "title", "last");
        List<String> told = new ArrayList<>();
        int pages = 0;
        Object after = "";
        while (after != null) {
            Map<String, Object> answer = after.equals("")
                    ? scene.pull(ADA, "since", "0")
                    : scene.pull(ADA, "since", "0", "snapshot_after", (String) after);
            changes(answer).forEach(change -> told.add(change.get("entity") + " " + change.get("row_id")));
            after = answer.get("snapshot_after");
            pages++;
        }
        assertThat(told).hasSize(7).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%",
                "%7",
                "{}",
                "[]",
                "%7B%7D",
                "{\"a\":1,\"e\":\"Note\",\"n\":0,\"s\":1,\"c\":\"1.0123456789abcdef\"}",
                "{\"a\":\"\",\"e\":\"Note\",\"n\":-1,\"s\":1,\"c\":\"1.0123456789abcdef\"}",
                "{\"a\":\"\",\"e\":\"Note\",\"n\":0,\"s\":1,\"c\":\"nonsense\"}"
            })
    void badSnapshotToken_isRefused(String token) {
        LynchetException error =
                catchThrowableOfType(LynchetException.class, () -> scene.pull(ADA, "snapshot_after", token));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
    }

    @Test
    void forgedSnapshotToken_showsNoMoreThanAPull() {
        scene.insert("Note", 1, "body", "bob's", "owner", "bob");
        scene.insert("Local", 2, "text", "not for replicas");
        String scope = scope(scene.pull(ADA));
        for (String entity : List.of("Note", "Staff")) {
            assertThat(changes(scene.pull(ADA, "snapshot_after", token(entity, scope))))
                    .isEmpty();
        }
        for (String entity : List.of("Local", "_auth_User", "Nope")) {
            LynchetException error = catchThrowableOfType(
                    LynchetException.class, () -> scene.pull(ADA, "snapshot_after", token(entity, scope)));
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
        }
    }

    private static String token(String entity, String scope) {
        return "{\"a\":\"\",\"e\":\"" + entity + "\",\"n\":0,\"s\":1,\"c\":\"" + scope + "\"}";
    }
}
