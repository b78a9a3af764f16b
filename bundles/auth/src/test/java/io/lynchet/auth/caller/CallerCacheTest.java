// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallerCacheTest {
    private final CallerCache known = new CallerCache();

    @BeforeEach
    void follow() {
        known.follow(true);
    }

    private static CallerCache.Known caller(String rowId, String userId) {
        Caller caller = Caller.unlimited(Principal.user(userId), Caller.Kind.SESSION, rowId);
        return new CallerCache.Known(caller, rowId, userId, null);
    }

    private static List<Change> deleted(String entity, String id) {
        Entity any = new Entity(entity, List.of(), List.of(), List.of(), false);
        Row row = new Draft(any).set("id", id).toRow();
        return List.of(Change.single(1, entity, id, ChangeKind.DELETE, row, null, Instant.EPOCH));
    }

    @Test
    void session_isForgottenWhenItsRowChanges_andOthersAreNot() {
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        known.keep("s2", caller("s2", "u1"), known.changeCount());
        known.changed(deleted(AuthSchema.SESSIONS, "s1"));
        assertThat(known.get("s1")).isNull();
        assertThat(known.get("s2")).isNotNull();
    }

    @Test
    void account_takesAllThatItsUserHasWithIt() {
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        known.keep("digest of a key", caller("key_1", "u1"), known.changeCount());
        known.keep("s3", caller("s3", "u2"), known.changeCount());
        known.changed(deleted(AuthSchema.ACCOUNTS, "u1"));
        assertThat(known.get("s1")).isNull();
        assertThat(known.get("digest of a key")).isNull();
        assertThat(known.get("s3")).isNotNull();
    }

    @Test
    void key_isForgottenByItsRow() {
        known.keep("digest of a key", caller("key_1", "u1"), known.changeCount());
        known.changed(deleted(AuthSchema.KEYS, "key_1"));
        assertThat(known.get("digest of a key")).isNull();
    }

    @Test
    void lookUpThatBeganBeforeAChange_isNotKept() {
        long changeCount = known.changeCount();
        known.changed(deleted(AuthSchema.SESSIONS, "s1"));
        known.keep("s1", caller("s1", "u1"), changeCount);
        assertThat(known.get("s1")).isNull();
    }

    @Test
    void withoutTheLog_nothingIsKept() {
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        known.follow(false);
        assertThat(known.get("s1")).isNull();
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        assertThat(known.get("s1")).isNull();
    }

    @Test
    void feedThatGoes_whenAnotherHasCome_isMissedByNobody() {
        known.follow(true);
        known.follow(false);
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        assertThat(known.get("s1")).isNotNull();
    }

    @Test
    void rowsOfOthers_concernNobody() {
        known.keep("s1", caller("s1", "u1"), known.changeCount());
        known.changed(deleted("Todo", "s1"));
        assertThat(known.get("s1")).isNotNull();
    }
}
