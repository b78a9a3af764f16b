// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The common part of all writing routes: idempotency keys, preconditions, waiting for durability, headers of the
 * response.
 */
public final class WriteAnswers {
    public static final String SEQ_HEADER = "X-Pylon-Change-Seq";
    private static final String REPLAYED_HEADER = "Idempotency-Replayed";

    /** The header of responses about a write, when something was written. */
    public static final AnswerHeader SEQ = AnswerHeader.sometimes(
                    SEQ_HEADER, "The seq of the newest change of this request.")
            .of("{\"type\":\"integer\",\"minimum\":1}");

    /** The header of responses by {@link #stamped}. */
    private static final AnswerHeader STAMP =
            AnswerHeader.always(SEQ_HEADER, "The seq of this write.").of("{\"type\":\"integer\",\"minimum\":0}");

    public static final AnswerHeader REPLAY = AnswerHeader.sometimes(
                    REPLAYED_HEADER, "The response repeats the result of the first request with this Idempotency-Key.")
            .of("{\"const\":\"true\"}");

    private static final int KEY_CHARS_MAX = 180;
    private static final Response.Header REPLAYED = new Response.Header(REPLAYED_HEADER, "true");

    private WriteAnswers() {}

    /** Performs the writes. The response is made when the write is durable, and no thread waits for that. */
    public static CompletionStage<Response> write(
            DataService data, Request request, List<Mutation> mutations, Function<WriteResult, Response> answer) {
        return data.write(request.principal(), mutations, idempotency(request)).thenApply(answer);
    }

    /**
     * Returns the result of a stage; throws a failure as the exception that it is. Blocks until the stage is complete.
     */
    public static WriteResult await(CompletionStage<WriteResult> stage) {
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
     * Returns the client's key, bound to the caller: two users with the same key don't meet, nor do two addresses
     * without a user. The digest of the whole request tells a repetition from another request with the same key.
     */
    public static Optional<Operation> idempotency(Request request) {
        String key = request.header("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new LynchetException(
                    ErrorCode.BAD_REQUEST,
                    "Idempotency-Key must be 1 to " + KEY_CHARS_MAX + " printable characters without spaces.");
        }
        return Optional.of(Operation.of(
                new OperationKey(clientOf(request), key),
                Operation.part(request.method().name()),
                Operation.part(request.path()),
                request.body()));
    }

    private static String clientOf(Request request) {
        Principal principal = request.principal();
        if (principal.userId() != null) {
            return "user:" + principal.userId();
        }
        return principal.admin() ? "admin" : "address:" + request.remoteAddress();
    }

    /** Returns the headers of {@link #stamped}. */
    static AnswerHeader[] stamps() {
        return new AnswerHeader[] {STAMP, REPLAY};
    }

    /** Returns the headers of {@link #tagged}. */
    static AnswerHeader[] tags() {
        return new AnswerHeader[] {STAMP, REPLAY, RowVersions.TAG};
    }

    public static Response stamped(Response response, WriteResult written) {
        response.with(SEQ_HEADER, Long.toString(written.seq()));
        return written.replayed() ? response.with(REPLAYED) : response;
    }

    /** Adds the headers of a write of one row, whose seq is its version. */
    static Response tagged(Response response, WriteResult written) {
        return stamped(response, written).with("ETag", RowVersions.tag(written.seq()));
    }
}
