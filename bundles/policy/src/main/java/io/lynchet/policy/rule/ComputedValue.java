// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A value that is computed from the values of some fields. */
@FunctionalInterface
interface ComputedValue {
    Object value(List<Object> fields);

    static List<Object> all(List<ComputedValue> codes, List<Object> fields) {
        List<Object> values = new ArrayList<>(codes.size());
        for (ComputedValue code : codes) {
            values.add(code.value(fields));
        }
        return Collections.unmodifiableList(values);
    }
}
