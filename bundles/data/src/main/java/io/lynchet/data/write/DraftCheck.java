// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.write;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The check of drafts from callers and hooks, which also fills in the manifest's defaults. It reports every problem at
 * once, in the words of {@link RowCheck}, as the stores do.
 */
final class DraftCheck {
    private DraftCheck() {}

    /** Checks which fields a caller names, before hooks run, since hooks may set more. */
    static void callerMayName(Principal principal, Draft draft, boolean insert) {
        if (principal.admin()) {
            return;
        }
        List<Problem> problems = null;
        for (Field field : draft.entity().fields()) {
            if (draft.names(field)) {
                Problem problem = forbidden(principal, field, draft.get(field), insert);
                problems = problem == null ? problems : with(problems, problem);
            }
        }
        refuse(problems);
    }

    private static Problem forbidden(Principal principal, Field field, Object value, boolean insert) {
        if (field.serverOnly()) {
            return new Problem(path(field), ErrorCode.INVALID_COLUMN, "Unknown column \"" + field.name() + "\"");
        }
        if (field.serverWritten()) {
            return new Problem(
                    path(field), ErrorCode.READONLY_FIELD, field.name() + " is written by the server; leave it out");
        }
        if (field.readonly() && !insert) {
            return new Problem(
                    path(field), ErrorCode.READONLY_FIELD, field.name() + " can't be changed after the insert");
        }
        if (field.defaultValue().orElse(null) instanceof FieldDefault.FromAuth stamp) {
            boolean same = insert && Objects.equals(value, property(principal, stamp));
            return same
                    ? null
                    : new Problem(
                            path(field),
                            ErrorCode.READONLY_FIELD,
                            field.name() + " is set by the server to the caller's " + stamp.property());
        }
        return null;
    }

    /**
     * Checks the types of all named fields, so that hooks see valid values. A required field may still be null, since a
     * hook may fill it in.
     */
    static void types(Draft draft) {
        List<Problem> problems = null;
        for (Field field : draft.entity().fields()) {
            if (draft.get(field) != null) {
                Problem problem = RowCheck.problem(field, draft.get(field));
                problems = problem == null ? problems : with(problems, problem);
            }
        }
        refuse(problems);
    }

    /** Checks all named fields of a patch; required ones must not become null. */
    static void patch(Draft patch) {
        List<Problem> problems = null;
        for (Field field : patch.entity().fields()) {
            if (patch.names(field)) {
                Problem problem = RowCheck.problem(field, patch.get(field));
                problems = problem == null ? problems : with(problems, problem);
            }
        }
        refuse(problems);
    }

    /** Fills in defaults and the id, checks the whole row, and returns it. */
    static Row complete(Principal principal, Draft draft, IdSource ids, Instant now) {
        for (Field field : draft.entity().fields()) {
            if (field.ordinal() == 0) {
                if (draft.id() == null) {
                    draft.set(field, ids.next());
                }
            } else if (!draft.names(field) && field.defaultValue().isPresent()) {
                draft.set(field, value(field.defaultValue().get(), principal, now));
            }
        }
        Row row = draft.toRow();
        RowCheck.require(row);
        return row;
    }

    private static Object value(FieldDefault what, Principal principal, Instant now) {
        if (what instanceof FieldDefault.Literal literal) {
            return literal.value();
        }
        return what instanceof FieldDefault.FromAuth stamp
                ? property(principal, stamp)
                : now.truncatedTo(ChronoUnit.MICROS);
    }

    private static String property(Principal principal, FieldDefault.FromAuth stamp) {
        return switch (stamp.property()) {
            case "userId" -> principal.userId();
            case "email" -> principal.email();
            case "tenantId" -> principal.tenantId();
            default -> throw new IllegalArgumentException("auth property " + stamp.property());
        };
    }

    private static String path(Field field) {
        return "$." + field.name();
    }

    private static List<Problem> with(List<Problem> problems, Problem one) {
        List<Problem> list = problems == null ? new ArrayList<>() : problems;
        list.add(one);
        return list;
    }

    private static void refuse(List<Problem> problems) {
        if (problems != null) {
            throw LynchetException.invalid(problems);
        }
    }
}
