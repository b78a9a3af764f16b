// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;

/**
 * The collector of a configuration's problems, so that one error names all of them. It never quotes a value, which may
 * be a secret.
 */
final class SettingProblems {
    private final List<String> problems = new ArrayList<>(0);

    void check(boolean good, String key, String wanted) {
        if (!good) {
            problems.add(key + " must be " + wanted);
        }
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.jwt: " + String.join("; ", problems));
        }
    }
}
