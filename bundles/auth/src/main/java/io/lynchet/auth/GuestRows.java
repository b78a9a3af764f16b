// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guest has made, which goes along when the guest becomes a person: rows with the guest's id in a field that is stamped with the
 * caller's id ({@code "default": {"$auth": "userId"}}).
 */
final class GuestRows {
    private static final int ROWS_MAX = 9_999;

    private final SystemRows rows;

    GuestRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Moves them in one transaction; tells how many. A guest has at most 9,999, what is beyond stays. */
    int move(String guestId, String userId) {
        return rows.write(service -> moves(service, guestId, userId)).items().size();
    }

    /** Moves them and makes the guest's session one of the user, all in one transaction. */
    void upgrade(String sessionId, String guestId, String userId) {
        rows.write(service -> {
            Entity sessions = SystemRows.entity(service, AuthSchema.SESSIONS);
            List<Mutation> writes = moves(service, guestId, userId);
            Draft session = new Draft(sessions).set("userId", userId).set("guest", false);
            writes.add(new Mutation.Update(sessionId, session, Mutation.ANY));
            return writes;
        });
    }

    private static List<Mutation> moves(DataService service, String guestId, String userId) {
        List<Mutation> writes = new ArrayList<>();
        for (Entity entity : service.app().schema().entities()) {
            if (!entity.system()) {
                entity.fields().stream()
                        .filter(GuestRows::isStamped)
                        .forEach(field -> move(service, field, entity, guestId, userId, writes));
            }
        }
        return writes;
    }

    private static boolean isStamped(Field field) {
        return field.defaultValue()
                .filter(value -> value instanceof FieldDefault.FromAuth auth
                        && auth.property().equals("userId"))
                .isPresent();
    }

    private static void move(
            DataService service, Field field, Entity entity, String guestId, String userId, List<Mutation> writes) {
        int room = ROWS_MAX - writes.size();
        if (room == 0) {
            return;
        }
        Filter own = SystemRows.equal(entity, field.name(), guestId);
        for (Row row :
                service.query(Principal.ADMIN, Query.of(entity, own, room)).rows()) {
            writes.add(new Mutation.Update(row.id(), new Draft(entity).set(field, userId), Mutation.ANY));
        }
    }
}
