// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.Map;

/**
 * Whether requests are limited. Not a setting of the component that limits them, because nobody should find limits switched off by a line in a
 * file that has been forgotten; programs that drive several servers alike set the variable.
 */
enum LimitSwitch {
    ON,
    OFF;

    static final String VARIABLE = "LYNCHET_RATE_LIMIT";

    /** The framework property by which bundles learn of it. */
    static final String PROPERTY = "lynchet.rate.limit";

    static LimitSwitch of(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        if (given == null) {
            return ON;
        }
        if (!given.equals("off")) {
            throw Refusal.usage(VARIABLE + " can only be off, not \"" + given
                    + "\".\n  How many requests are let in is set by addressRequestsPerMinuteMax and"
                    + " userRequestsPerMinuteMax of io.lynchet.http.");
        }
        return OFF;
    }

    /** What bundles are told. */
    String value() {
        return this == OFF ? "off" : "on";
    }
}
