// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Request;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.query.QueryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The parameters {@code sort} and {@code order} of a list. */
final class SortParameters {
    private SortParameters() {}

    static List<SortKey> read(Request request, Entity entity, boolean admin) {
        String sort = request.queryParameter("sort");
        String order = request.queryParameter("order");
        if (sort == null) {
            if (order != null) {
                throw QueryParameters.invalid("order", "order needs sort.");
            }
            return List.of();
        }
        String[] names = sort.split(",", -1);
        String[] directions = order == null ? new String[] {"asc"} : order.split(",", -1);
        if (names.length > QueryReader.SORT_KEYS_MAX) {
            throw QueryParameters.invalid("sort", "sort takes at most " + QueryReader.SORT_KEYS_MAX + " fields.");
        }
        if (directions.length != 1 && directions.length != names.length) {
            throw QueryParameters.invalid("order", "order must have one direction, or one for each field of sort.");
        }
        List<Problem> problems = new ArrayList<>();
        List<SortKey> keys = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            Field field = sortable(names[i], entity, admin, problems);
            String direction = directions[directions.length == 1 ? 0 : i];
            if (!direction.equals("asc") && !direction.equals("desc")) {
                problems.add(new Problem("order", ErrorCode.INVALID_PARAMETER, "order must be asc or desc."));
            }
            keys.add(new SortKey(field, direction.equals("asc")));
        }
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return keys;
    }

    private static Field sortable(String name, Entity entity, boolean admin, List<Problem> problems) {
        Field field = entity.fieldOrNull(name);
        if (field == null || (field.serverOnly() && !admin)) {
            String valid = entity.fields().stream()
                    .filter(f -> admin || !f.serverOnly())
                    .map(Field::name)
                    .collect(Collectors.joining(", "));
            problems.add(new Problem(
                    "sort", ErrorCode.INVALID_COLUMN, "Unknown column \"" + name + "\" -- valid columns: " + valid));
        } else if (!field.type().kind().ordered()) {
            problems.add(new Problem("sort", ErrorCode.INVALID_QUERY, "The field " + name + " has no order."));
        }
        return field;
    }
}
