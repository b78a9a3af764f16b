// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import java.util.List;

/** How the bodies of requests may be coded: as they are, or by gzip. */
final class ContentCodings {
    private static final Response.Header TAKEN = new Response.Header("Accept-Encoding", "gzip");

    private ContentCodings() {}

    static boolean isGzip(Inbound inbound) {
        String coding = inbound.header("Content-Encoding");
        return coding != null && (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip"));
    }

    /** Null when the body can be read, else the refusal. */
    static Response refusal(Arrival arrival) {
        List<String> codings = arrival.inbound().headers("Content-Encoding");
        if (codings.isEmpty() || arrival.inbound().contentLength() == 0) {
            return null;
        }
        boolean taken = codings.size() == 1
                && (isGzip(arrival.inbound()) || codings.get(0).equalsIgnoreCase("identity"));
        if (taken) {
            return null;
        }
        LynchetException error = new LynchetException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The only Content-Encoding taken here is gzip, once.");
        return ErrorMapper.answer(error, arrival).with(TAKEN);
    }
}
