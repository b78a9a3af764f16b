// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.http.answer.ErrorMapper;
import io.lynchet.http.request.RequestContext;
import java.util.List;

/** The codings that bodies of requests may have: none, or gzip. */
public final class ContentCodings {
    private static final Response.Header TAKEN = new Response.Header("Accept-Encoding", "gzip");

    private ContentCodings() {}

    static boolean isGzip(Inbound inbound) {
        String coding = inbound.header("Content-Encoding");
        return coding != null && (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip"));
    }

    /** Returns null when the body can be read, else the error response. */
    public static Response refusal(RequestContext requestContext) {
        List<String> codings = requestContext.inbound().headers("Content-Encoding");
        if (codings.isEmpty() || requestContext.inbound().contentLength() == 0) {
            return null;
        }
        boolean taken = codings.size() == 1
                && (isGzip(requestContext.inbound()) || codings.get(0).equalsIgnoreCase("identity"));
        if (taken) {
            return null;
        }
        LynchetException error =
                new LynchetException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, once.");
        return ErrorMapper.answer(error, requestContext).with(TAKEN);
    }
}
