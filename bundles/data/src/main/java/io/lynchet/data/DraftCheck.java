// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Validates what callers and hooks put into drafts, and fills in what the manifest says of missing fields. Reports every problem at once. */
final class DraftCheck {
    private DraftCheck() {}

    /** What a caller may name at all: before hooks run, since those may do more. */
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
                            field.name() + " is stamped with the caller's " + stamp.property());
        }
        return null;
    }

    /** Types of all named fields, so that hooks see no nonsense; a required field may still be null, since a hook may fill it in. */
    static void types(Draft draft) {
        List<Problem> problems = null;
        for (Field field : draft.entity().fields()) {
            if (draft.get(field) != null) {
                Problem problem = wrong(field, draft.get(field));
                problems = problem == null ? problems : with(problems, problem);
            }
        }
        refuse(problems);
    }

    /** All named fields of a patch; required ones may not become null. */
    static void patch(Draft patch) {
        List<Problem> problems = null;
        for (Field field : patch.entity().fields()) {
            if (patch.names(field)) {
                Problem problem = wrong(field, patch.get(field));
                problems = problem == null ? problems : with(problems, problem);
            }
        }
        refuse(problems);
    }

    /** Fills defaults and the id in, and checks the whole row. */
    static void complete(Principal principal, Draft draft, IdSource ids, Instant now) {
        Entity entity = draft.entity();
        List<Problem> problems = null;
        for (Field field : entity.fields()) {
            if (field.ordinal() == 0) {
                if (draft.id() == null) {
                    draft.set(field, ids.next());
                }
            } else if (!draft.names(field) && field.defaultValue().isPresent()) {
                draft.set(field, value(field.defaultValue().get(), principal, now));
            }
            Problem problem = wrong(field, draft.get(field));
            problems = problem == null ? problems : with(problems, problem);
        }
        refuse(problems);
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

    private static Problem wrong(Field field, Object value) {
        if (value == null) {
            return field.optional()
                    ? null
                    : new Problem(path(field), ErrorCode.REQUIRED_FIELD, field.name() + " is required");
        }
        return field.type().accepts(value)
                ? null
                : new Problem(
                        path(field),
                        ErrorCode.INVALID_VALUE,
                        field.name() + " does not take this value; it is of type " + field.type());
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
