// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.http.answer.ErrorMapper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls of a route for one request: it is called again when the schema changed during a call. */
public final class SchemaRetry {
    private static final int MAX = 4;

    private final Route route;
    private final RoutedRequest request;
    private int made;

    public SchemaRetry(Route route, RoutedRequest request) {
        this.route = route;
        this.request = request;
    }

    public Response run() throws Exception {
        while (true) {
            try {
                made++;
                Response response = request.context().call(() -> route.handle(request));
                if (response == null) {
                    throw new IllegalStateException(
                            "the route " + route.getClass().getName() + " returned null");
                }
                return response.stage() == null ? response : Response.later(watched(response.stage()));
            } catch (RuntimeException e) {
                if (!mayRepeat(e)) {
                    throw e;
                }
            }
        }
    }

    private boolean mayRepeat(Throwable failure) {
        return made < MAX && request.isRepeatable() && ErrorMapper.known(failure) instanceof SchemaChangedException;
    }

    private CompletionStage<Response> watched(CompletionStage<Response> stage) {
        CompletableFuture<Response> settled = new CompletableFuture<>();
        settle(stage, settled);
        return settled;
    }

    private void settle(CompletionStage<Response> stage, CompletableFuture<Response> settled) {
        stage.whenComplete((answer, failure) -> {
            if (failure == null) {
                settle(answer, settled);
            } else if (mayRepeat(failure)) {
                again(settled);
            } else {
                settled.completeExceptionally(failure);
            }
        });
    }

    /** Calls the route again. With its failure the stage has completed on a thread that a route may block. */
    private void again(CompletableFuture<Response> settled) {
        try {
            Response response = run();
            if (response.stage() == null) {
                settle(response, settled);
            } else {
                settle(response.stage(), settled);
            }
        } catch (Exception | Error e) {
            // Thrown from here, it would get lost in the stage, and the client would wait for nothing.
            settled.completeExceptionally(e);
        }
    }

    /**
     * Also an immediate response to a repeated call is sent by a thread that does not wait for the client, when the
     * first call promised one.
     */
    private static void settle(Response answer, CompletableFuture<Response> settled) {
        if (answer == null || answer.bytes() == null) {
            settled.completeExceptionally(new IllegalStateException("a promised response must have a known length"));
        } else {
            settled.complete(answer);
        }
    }
}
