// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Asks a route, and asks it again when the schema changed while it was at work. One for each request. */
final class Attempts {
    private static final int MAX = 4;

    private final Route route;
    private final RoutedRequest request;
    private int made;

    Attempts(Route route, RoutedRequest request) {
        this.route = route;
        this.request = request;
    }

    Response run() throws Exception {
        while (true) {
            try {
                made++;
                Response response = request.context().call(() -> route.handle(request));
                if (response == null) {
                    throw new IllegalStateException(
                            "the route " + route.getClass().getName() + " answered null");
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
        return stage.handle(this::next).thenCompose(next -> next);
    }

    private CompletionStage<Response> next(Response answer, Throwable failure) {
        if (failure == null) {
            return known(answer);
        }
        // A route may block, and the thread that brings the failure must not: so not here.
        return mayRepeat(failure)
                ? CompletableFuture.supplyAsync(this::again).thenCompose(next -> next)
                : CompletableFuture.failedStage(failure);
    }

    private CompletionStage<Response> again() {
        try {
            Response response = run();
            return response.stage() == null ? known(response) : response.stage();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Also an answer that comes at once, but after a first try that promised one, is sent by a thread that must not be blocked. */
    private static CompletionStage<Response> known(Response answer) {
        return answer.bytes() == null
                ? CompletableFuture.failedStage(new IllegalStateException("a later answer has to be of known length"))
                : CompletableFuture.completedStage(answer);
    }
}
