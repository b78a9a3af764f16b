// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A draft on its way through the hooks. It knows the origin of each value, so that an error blames the right one. */
public final class HookedDraft {
    private final Draft draft;
    private final Object[] seen;
    private final boolean[] named;
    private final String[] setBy;

    public HookedDraft(Draft draft) {
        this.draft = draft;
        int fields = draft.entity().fields().size();
        this.seen = new Object[fields];
        this.named = new boolean[fields];
        this.setBy = new String[fields];
        called(null);
    }

    Draft draft() {
        return draft;
    }

    /** Tells that a hook was called: values that differ now are its own. */
    void called(String hook) {
        for (Field field : draft.entity().fields()) {
            int i = field.ordinal();
            if (named[i] != draft.names(field) || !Objects.equals(seen[i], draft.get(field))) {
                named[i] = draft.names(field);
                seen[i] = draft.get(field);
                setBy[i] = hook;
            }
        }
    }

    /** Returns whether a hook has set or removed the value. */
    public boolean isSetByHook(Field field) {
        return setBy[field.ordinal()] != null;
    }

    /**
     * Returns the error without the problems of values that hooks have set. Returns {@code INTERNAL} when no other
     * problem is left, since the client can't solve those. The details go to the log: the client may not be allowed to
     * know the field.
     */
    public LynchetException blame(LynchetException refusal) {
        String guilty = null;
        List<Problem> clients = new ArrayList<>();
        for (Problem problem : refusal.problems()) {
            String hook = setter(problem);
            guilty = guilty == null ? hook : guilty;
            if (hook == null) {
                clients.add(problem);
            }
        }
        if (guilty == null) {
            return refusal;
        }
        return clients.isEmpty()
                ? new LynchetException(
                        ErrorCode.INTERNAL,
                        "The hook " + guilty + " set a value that "
                                + draft.entity().name() + " does not accept.",
                        refusal)
                : LynchetException.invalid(clients);
    }

    private String setter(Problem problem) {
        for (Field field : draft.entity().fields()) {
            if (problem.path().equals("$." + field.name())) {
                return setBy[field.ordinal()];
            }
        }
        return null;
    }
}
