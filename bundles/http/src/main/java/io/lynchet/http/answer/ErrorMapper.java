// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.http.request.RequestContext;
import io.lynchet.json.ErrorBody;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes a response. */
public final class ErrorMapper {
    private static final Logger log = LoggerFactory.getLogger(ErrorMapper.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Response.Header CHALLENGE = new Response.Header("WWW-Authenticate", "Bearer");

    private ErrorMapper() {}

    public static Response answer(Throwable thrown, RequestContext requestContext) {
        String requestId = requestContext.id();
        LynchetException error = known(thrown);
        ErrorCode code = error.code();
        boolean ours = code.status() >= 500;
        if (code == ErrorCode.INTERNAL || code == ErrorCode.STORE_FAILED || code == ErrorCode.STORE_DAMAGED) {
            log.error(
                    "Request {} of {} failed with {}: {}",
                    requestId,
                    requestContext.place(),
                    code,
                    thrown.getMessage(),
                    thrown);
        } else if (ours) {
            log.warn(
                    "Request {} of {} failed with {}: {}", requestId, requestContext.place(), code, error.getMessage());
        }
        Response response = Response.json(code.status(), ErrorBody.of(error, ours ? requestId : null));
        if (error.retryAfterSeconds().isPresent() || code.status() == 503 || code.status() == 429) {
            int seconds = error.retryAfterSeconds().orElse(RETRY_AFTER_SECONDS);
            response.with("Retry-After", Integer.toString(seconds));
        }
        if (code == ErrorCode.UNAUTHENTICATED) {
            response.with(CHALLENGE);
        }
        return response;
    }

    /**
     * Returns the contract's exception behind the given one. Any other exception becomes {@code INTERNAL}, of which the
     * caller learns only the id.
     */
    public static LynchetException known(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof LynchetException known
                ? known
                : new LynchetException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), thrown);
    }
}
