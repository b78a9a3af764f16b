// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A value that is worked out from the values of some fields. */
@FunctionalInterface
interface Code {
    Object value(List<Object> fields);

    static List<Object> all(List<Code> codes, List<Object> fields) {
        List<Object> values = new ArrayList<>(codes.size());
        for (Code code : codes) {
            values.add(code.value(fields));
        }
        return Collections.unmodifiableList(values);
    }
}
