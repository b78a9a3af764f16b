// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.LynchetException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call refuses, as short text. */
public final class Refusals {
    private Refusals() {}

    public static LynchetException of(ThrowingCallable call) {
        LynchetException refusal = catchThrowableOfType(LynchetException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    /** {@code CODE path} of every problem. */
    public static List<String> places(ThrowingCallable call) {
        return of(call).problems().stream()
                .map(problem -> problem.code() + " " + problem.path())
                .toList();
    }
}
