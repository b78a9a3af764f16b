// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.CallContext;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On whose behalf routes work. */
class CallContextTest {
    private final List<String> callers = new ArrayList<>();
    private final TestServer server = new TestServer();

    /** Notes whose thread it is on, while it handles and while it writes. */
    private final class Noting implements Route {
        private boolean staleOnce;

        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, "/noting", "x");
        }

        @Override
        public Response handle(Request request) {
            note();
            if (staleOnce) {
                staleOnce = false;
                throw new SchemaChangedException();
            }
            return Response.stream(200, "text/plain", out -> {
                note();
                out.write("done".getBytes(StandardCharsets.UTF_8));
            });
        }

        private void note() {
            CallContext current = CallContext.current();
            callers.add(current == null ? "nobody" : current.caller());
        }
    }

    private final Noting route = new Noting();

    @BeforeEach
    void start() {
        server.add(route);
    }

    private void ask(String address) {
        Response response = server.router.answer(new FakeInbound("GET", "/noting", "").from(address));
        assertThat(RouterClient.answer(response).body()).isEqualTo("done");
        assertThat(CallContext.current()).as("after the request").isNull();
    }

    @Test
    void route_andItsStreamedBody_workForTheCaller() {
        ask("192.0.2.7");
        assertThat(callers).hasSize(2).doesNotContain("nobody");
        assertThat(callers.get(0)).isEqualTo(callers.get(1)).startsWith("network ");
    }

    @Test
    void route_thatIsAskedAgain_worksForTheSameCaller() {
        route.staleOnce = true;
        ask("192.0.2.7");
        assertThat(callers).hasSize(3).doesNotContain("nobody");
        assertThat(callers).containsOnly(callers.get(0));
    }

    @Test
    void callersWithoutAName_shareAShareByTheirNetwork() {
        ask("2001:db8:1:2::1");
        ask("2001:db8:1:2:ffff::2");
        ask("2001:db8:1:3::1");
        ask("192.0.2.7");
        assertThat(callers.get(0)).isEqualTo(callers.get(2));
        assertThat(callers.stream().distinct()).hasSize(3);
    }
}
