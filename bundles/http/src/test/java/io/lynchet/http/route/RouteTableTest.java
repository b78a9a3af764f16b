// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Lease;
import io.lynchet.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Routes that go, and those that come back. */
class RouteTableTest {
    private static final List<String> ROWS = List.of("api", "rows");
    private static final ThreadFactory REQUESTS = task -> new Thread(task, "request");

    private record Named(String pattern, String name) implements Route {
        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, pattern, name);
        }

        @Override
        public Response handle(Request request) {
            return Response.empty(204);
        }
    }

    private static RouteKey key(RouteTable table) {
        RouteTrie.Place place = table.find(ROWS);
        return place == null ? null : place.methods().get(HttpMethod.GET);
    }

    private static String acquired(RouteTable table, RouteKey key) {
        Lease<BoundRoute> lease = table.acquire(key);
        if (lease == null) {
            return null;
        }
        lease.release();
        return lease.service().info().summary();
    }

    @Test
    void request_waitsForARouteThatIsReplaced() throws Exception {
        RouteTable table = new RouteTable(Duration.ofMinutes(1));
        Route before = new Named("/api/rows", "before");
        table.add(before, 0, 1);
        table.remove(before);
        assertThat(table.infos()).isEmpty();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread request = REQUESTS.newThread(() -> answer.complete(acquired(table, key(table))));
        request.start();
        Await.until("the request to wait", () -> request.getState() == Thread.State.TIMED_WAITING);
        // Another route does not end the wait.
        table.add(new Named("/api/other", "other"), 0, 2);
        Await.until("the request to wait on", () -> request.getState() == Thread.State.TIMED_WAITING);
        assertThat(answer).isNotDone();
        table.add(new Named("/api/rows", "after"), 0, 3);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("after");
    }

    @Test
    void placeOfARouteThatStaysAway_isGivenUp() {
        RouteTable table = new RouteTable(Duration.ofMillis(20));
        Route files = new Named("/{path...}", "files");
        Route rows = new Named("/api/rows", "rows");
        table.add(files, 0, 1);
        table.add(rows, 0, 2);
        RouteKey place = key(table);
        table.remove(rows);
        assertThat(acquired(table, place)).isNull();
        assertThat(acquired(table, key(table))).isEqualTo("files");
        table.remove(files);
        Await.until("the last place to be given up", () -> table.find(ROWS) == null);
    }

    @Test
    void routeThatStillAnswersOthers_isNotWaitedForForever() throws Exception {
        RouteTable table = new RouteTable(Duration.ofMillis(20));
        Route before = new Named("/api/rows", "before");
        table.add(before, 0, 1);
        RouteKey place = key(table);
        Lease<BoundRoute> inside = table.acquire(place);
        CompletableFuture<Boolean> removed = CompletableFuture.supplyAsync(() -> table.remove(before));
        Await.until("the route to go", () -> table.infos().isEmpty());
        assertThatThrownBy(() -> table.acquire(place))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        inside.release();
        assertThat(removed.get(10, TimeUnit.SECONDS)).isTrue();
        table.add(new Named("/api/rows", "after"), 0, 2);
        assertThat(acquired(table, place)).isEqualTo("after");
    }

    @Test
    void routeThatHasAnotherBehindIt_isNotWaitedFor() {
        RouteTable table = new RouteTable(Duration.ofMinutes(1));
        Route newer = new Named("/api/rows", "newer");
        table.add(new Named("/api/rows", "older"), 0, 1);
        table.add(newer, 0, 2);
        assertThat(acquired(table, key(table))).isEqualTo("newer");
        table.remove(newer);
        assertThat(acquired(table, key(table))).isEqualTo("older");
    }

    @Test
    void routeThatWasNeverThere_isNotWaitedFor() {
        RouteTable table = new RouteTable(Duration.ofMinutes(1));
        assertThat(table.remove(new Named("/api/rows", "never"))).isTrue();
        assertThat(table.find(ROWS)).isNull();
        assertThat(acquired(table, new RouteKey(HttpMethod.GET, "/api/rows"))).isNull();
    }
}
