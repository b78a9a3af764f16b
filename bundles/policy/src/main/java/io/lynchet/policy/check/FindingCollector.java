// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.policy.syntax.Finding;
import io.lynchet.policy.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/** A collector of the findings about one expression. */
final class FindingCollector {
    /** Developers would not read more; the first ones usually cause the others. */
    private static final int FINDINGS_MAX = 20;

    private final List<Finding> found = new ArrayList<>();

    List<Finding> all() {
        return List.copyOf(found);
    }

    void error(String code, Span place, String message, String hint) {
        if (found.size() < FINDINGS_MAX) {
            found.add(Finding.error(code, message, place.start(), hint));
        }
    }

    void type(Span place, String message, String hint) {
        error("POLICY_TYPE", place, message, hint);
    }

    void warning(String code, Span place, String message, String hint) {
        if (found.size() < FINDINGS_MAX) {
            found.add(new Finding(code, true, message, place.start(), hint));
        }
    }

    /** Reports an error and returns a stand-in for the broken value. */
    Term broken(String code, Span place, String message, String hint) {
        error(code, place, message, hint);
        return Term.Constant.broken(place);
    }
}
