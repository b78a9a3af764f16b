// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.live.LiveQueries;
import io.lynchet.api.principal.Principal;
import io.lynchet.live.engine.LiveEngine;
import io.lynchet.live.group.LiveGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The list of open live queries for operators. It asks the engine's thread, which owns them. */
final class OpenQueries implements LiveQueries {
    private static final long WAIT_SECONDS = 5;

    private final LiveEngine engine;

    OpenQueries(LiveEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Subscription> subscriptions() {
        CompletableFuture<List<Subscription>> answer = new CompletableFuture<>();
        engine.mailbox().request(() -> answer.complete(list()));
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while listing the live queries.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE, "The live queries are too busy to list them; try again.", e);
        }
    }

    private List<Subscription> list() {
        List<Subscription> open = new ArrayList<>();
        for (io.lynchet.live.group.Subscription member : engine.memberships().all()) {
            LiveGroup group = member.group;
            long exact = group == null ? -1 : group.exactUpTo(engine.processed());
            open.add(new Subscription(
                    member.socket.id(),
                    member.frame.id(),
                    member.frame.queryText(),
                    nameOf(member.principal),
                    member.seq,
                    Math.max(0, engine.processed() - exact),
                    group == null || !group.isReady() ? 0 : group.result().size(),
                    group == null ? 1 : group.members.size()));
        }
        open.sort(Comparator.comparing(Subscription::socketId));
        return open;
    }

    private static String nameOf(Principal principal) {
        return principal.admin() ? "admin" : principal.userId() == null ? "-" : principal.userId();
    }
}
