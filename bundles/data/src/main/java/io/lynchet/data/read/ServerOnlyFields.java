// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The guard that keeps server-only fields from callers. Their values leave as null, and naming them fails as if they
 * were not declared.
 */
public final class ServerOnlyFields {
    private ServerOnlyFields() {}

    /** Runs a write and removes the names of server-only fields from its error. */
    public static <T> CompletionStage<T> unnamed(
            Principal principal, List<Mutation> mutations, Supplier<CompletionStage<T>> write) {
        if (principal.admin() || !anyIn(mutations)) {
            return write.get();
        }
        try {
            return write.get().exceptionally(failure -> {
                throw failure instanceof LynchetException refusal
                        ? unnamed(mutations, refusal)
                        : new CompletionException(failure);
            });
        } catch (LynchetException refusal) {
            throw unnamed(mutations, refusal);
        }
    }

    private static boolean anyIn(List<Mutation> mutations) {
        for (int i = 0; i < mutations.size(); i++) {
            if (mutations.get(i).entity().hasServerOnlyFields()) {
                return true;
            }
        }
        return false;
    }

    private static LynchetException unnamed(List<Mutation> mutations, LynchetException refusal) {
        int index = refusal instanceof MutationFailure failure ? failure.index() : 0;
        Entity entity = mutations.get(index).entity();
        if (refusal.problems().stream().noneMatch(problem -> names(entity, problem))) {
            return refusal;
        }
        List<Problem> problems = new ArrayList<>();
        for (Problem problem : refusal.problems()) {
            // A problem of another field may still reveal this one, as the fields of a unique index do.
            boolean visible = !names(entity, problem) && problem.code() != ErrorCode.UNIQUE_VIOLATION;
            problems.add(visible ? problem : new Problem("$", problem.code(), unnamed(entity, problem.code())));
        }
        LynchetException told =
                LynchetException.invalid(problems.stream().distinct().toList());
        return refusal instanceof MutationFailure ? new MutationFailure(index, told) : told;
    }

    private static boolean names(Entity entity, Problem problem) {
        for (Field field : entity.fields()) {
            if (field.serverOnly() && problem.path().equals("$." + field.name())) {
                return true;
            }
        }
        return false;
    }

    private static String unnamed(Entity entity, ErrorCode code) {
        return code == ErrorCode.UNIQUE_VIOLATION
                ? "another " + entity.name() + " has the same values"
                : "only the server sets this field: " + code.meaning();
    }

    static Row mask(Row row) {
        if (!row.entity().hasServerOnlyFields()) {
            return row;
        }
        Draft blank = new Draft(row.entity());
        for (Field field : row.entity().fields()) {
            if (field.serverOnly()) {
                blank.set(field, null);
            }
        }
        return row.with(blank);
    }

    static void refuse(Filter filter) {
        if (filter instanceof Filter.All all) {
            all.parts().forEach(ServerOnlyFields::refuse);
        } else if (filter instanceof Filter.Any any) {
            any.parts().forEach(ServerOnlyFields::refuse);
        } else if (filter instanceof Filter.Not not) {
            refuse(not.part());
        } else if (filter instanceof Filter.Compare compare) {
            refuse(compare.left());
            refuse(compare.right());
        } else if (filter instanceof Filter.Text text) {
            refuse(text.text());
            refuse(text.pattern());
        } else if (filter instanceof Filter.IsNull isNull) {
            refuse(isNull.operand());
        } else if (filter instanceof Filter.IsTrue isTrue) {
            refuse(isTrue.operand());
        } else if (filter instanceof Filter.In in) {
            refuse(in.operand());
        } else if (filter instanceof Filter.Exists exists) {
            refuse(exists.filter());
        }
    }

    static void refuse(Field field) {
        if (field != null && field.serverOnly()) {
            throw new LynchetException(ErrorCode.INVALID_COLUMN, "Unknown column \"" + field.name() + "\"");
        }
    }

    private static void refuse(Operand operand) {
        if (operand instanceof Operand.FieldRef ref) {
            refuse(ref.field());
        } else if (operand instanceof Operand.Computed computed) {
            computed.arguments().forEach(ServerOnlyFields::refuse);
        }
    }
}
