// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.policy.syntax.Finding;
import io.lynchet.policy.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/** Takes in what the check of one expression finds. */
final class Findings {
    /** More would not be read; the first ones are usually the cause of the others. */
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

    /** Reports an error and stands in for the value that has it. */
    Term broken(String code, Span place, String message, String hint) {
        error(code, place, message, hint);
        return Term.Constant.broken(place);
    }
}
