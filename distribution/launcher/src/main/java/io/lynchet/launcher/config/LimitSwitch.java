// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.launcher.cli.Refusal;
import java.util.Map;

/**
 * The switch for request limits. It is no setting of the component that limits requests: a forgotten line in a file
 * must not switch limits off. Programs that test several servers alike set the variable.
 */
public enum LimitSwitch {
    ON,
    OFF;

    public static final String VARIABLE = "LYNCHET_RATE_LIMIT";

    /** The framework property by which bundles learn of it. */
    public static final String PROPERTY = "lynchet.rate.limit";

    public static LimitSwitch of(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        if (given == null) {
            return ON;
        }
        if (!given.equals("off")) {
            throw Refusal.usage(VARIABLE + " can only be off, not \"" + given
                    + "\".\n  To change the limits, set addressRequestsPerMinuteMax and userRequestsPerMinuteMax of"
                    + " io.lynchet.http.");
        }
        return OFF;
    }

    /** Returns the value of the property. */
    public String value() {
        return this == OFF ? "off" : "on";
    }
}
