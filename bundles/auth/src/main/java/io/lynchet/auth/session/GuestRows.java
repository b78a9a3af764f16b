// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a guest has made, which pass to the user when the guest signs in. They have the guest's id in a field
 * that is stamped with the caller's id ({@code "default": {"$auth": "userId"}}).
 */
public final class GuestRows {
    private static final int ROWS_MAX = 9_999;

    private final SystemRows rows;

    public GuestRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Moves the rows in one commit and returns their number. Moves at most 9,999; the others stay. */
    int move(String guestId, String userId) {
        return rows.write(service -> moves(service, guestId, userId)).items().size();
    }

    /** Moves the rows and makes the guest's session one of the user, in one commit. */
    public void upgrade(String sessionId, String guestId, String userId) {
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
