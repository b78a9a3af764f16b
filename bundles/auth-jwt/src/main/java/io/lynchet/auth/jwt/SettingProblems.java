// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a configuration, so that all of it is told at once. Never quotes a value: one may be a secret. */
final class SettingProblems {
    private final List<String> problems = new ArrayList<>(0);

    void check(boolean good, String key, String wanted) {
        if (!good) {
            problems.add(key + " has to be " + wanted);
        }
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.jwt: " + String.join("; ", problems));
        }
    }
}
