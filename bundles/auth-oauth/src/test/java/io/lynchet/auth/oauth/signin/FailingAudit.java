// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.List;

/** An audit that is going away. */
final class FailingAudit implements Audit {
    @Override
    public void record(String event, String userId, Request request, String detail) {
        throw new LynchetException(ErrorCode.UNAVAILABLE, "away");
    }

    @Override
    public void recordOperator(String event, String userId, String detail) {
        throw new LynchetException(ErrorCode.UNAVAILABLE, "away");
    }

    @Override
    public List<Entry> entries(String userId, Instant before, int limit) {
        throw new LynchetException(ErrorCode.UNAVAILABLE, "away");
    }
}
