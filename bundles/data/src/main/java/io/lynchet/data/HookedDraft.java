// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A draft on its way through the hooks: whose value each field has, so that nobody is blamed for what another one has set. */
final class HookedDraft {
    private final Draft draft;
    private final Object[] seen;
    private final boolean[] named;
    private final String[] setBy;

    HookedDraft(Draft draft) {
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

    /** After a hook was called: what is different now is its own. */
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

    /** Whether a hook has set it, or taken it out. */
    boolean isSetByHook(Field field) {
        return setBy[field.ordinal()] != null;
    }

    /**
     * The error as it is, less the values that hooks have set; {@code INTERNAL} when nothing else is wrong: the client can do nothing about that. What it is goes
     * to the log, since the field may be one that the client must not know of.
     */
    LynchetException blame(LynchetException refusal) {
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
                                + draft.entity().name() + " does not take.",
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
