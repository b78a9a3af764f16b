// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Idempotency;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Written;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What all writing routes share: idempotency keys, preconditions, waiting for durability, headers of the answer. */
final class Writing {
    static final String SEQ_HEADER = "X-Pylon-Change-Seq";
    private static final String REPLAYED_HEADER = "Idempotency-Replayed";

    /** Of answers that tell what was written, where something was. */
    static final AnswerHeader SEQ = AnswerHeader.sometimes(
                    SEQ_HEADER, "The number of the newest change of this request.")
            .of("{\"type\":\"integer\",\"minimum\":1}");

    /** Of answers by {@link #stamped}. */
    private static final AnswerHeader STAMP = AnswerHeader.always(SEQ_HEADER, "The number of this write in the log.")
            .of("{\"type\":\"integer\",\"minimum\":0}");

    static final AnswerHeader REPLAY = AnswerHeader.sometimes(
                    REPLAYED_HEADER, "The answer is the one to the first request with this Idempotency-Key.")
            .of("{\"const\":\"true\"}");

    private static final int KEY_CHARS_MAX = 180;
    private static final Response.Header REPLAYED = new Response.Header(REPLAYED_HEADER, "true");

    private Writing() {}

    /** Writes; the answer is made when it is durable, and no thread waits for that. */
    static CompletionStage<Response> write(
            DataService data, Request request, List<Mutation> mutations, Function<Written, Response> answer) {
        return data.write(request.principal(), mutations, idempotency(request)).thenApply(answer);
    }

    /** The result of a stage; a failure as the exception that it is. */
    static Written await(CompletionStage<Written> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LynchetException known) {
                throw known;
            }
            throw e;
        }
    }

    /**
     * The key that the client gave, bound to whoever it is: two users who choose the same key don't meet, and neither do two addresses
     * without a user. The digest of the whole request tells a repetition from another request that has the same key.
     */
    static Optional<Idempotency> idempotency(Request request) {
        String key = request.header("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new LynchetException(
                    ErrorCode.BAD_REQUEST,
                    "Idempotency-Key has to be 1 to " + KEY_CHARS_MAX + " printable characters without spaces.");
        }
        return Optional.of(Idempotency.of(
                clientOf(request),
                key,
                Idempotency.part(request.method().name()),
                Idempotency.part(request.path()),
                request.body()));
    }

    private static String clientOf(Request request) {
        Principal principal = request.principal();
        if (principal.userId() != null) {
            return "user:" + principal.userId();
        }
        return principal.admin() ? "admin" : "address:" + request.remoteAddress();
    }

    /** The headers of {@link #stamped}. */
    static AnswerHeader[] stamps() {
        return new AnswerHeader[] {STAMP, REPLAY};
    }

    /** The headers of {@link #tagged}. */
    static AnswerHeader[] tags() {
        return new AnswerHeader[] {STAMP, REPLAY, Versions.TAG};
    }

    static Response stamped(Response response, Written written) {
        response.with(SEQ_HEADER, Long.toString(written.seq()));
        return written.replayed() ? response.with(REPLAYED) : response;
    }

    /** For the answer to a write of one row, whose seq serves as its version. */
    static Response tagged(Response response, Written written) {
        return stamped(response, written).with("ETag", Versions.tag(written.seq()));
    }
}
