// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.TransportSettings;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceEvent;

/** The component's life, step by step as Declarative Services takes it. */
class TransportLifecycleTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();
    private final List<String> events = new ArrayList<>();
    private final TransportLifecycle life = new TransportLifecycle(context, routers -> new Noted());

    private List<Transport> registered() {
        return context.services(Transport.class);
    }

    private final class Noted extends ServingTransport {
        Noted() {
            super("noted", new TransportSettings(16_384, 10_000, 30_000, 1_024, 10_000, 0, 10, 200, true), false);
        }

        @Override
        protected boolean isRunning() {
            return true;
        }

        @Override
        protected void adopt(SocketChannel connection, ConnectionsPerAddress.Place place) {}

        @Override
        protected void forEachConnection(Consumer<ServedConnection> action) {}

        @Override
        public void close() {
            events.add(isDrained() ? "closed drained" : "closed");
        }
    }

    private record Silent() implements Router {
        @Override
        public Response answer(Inbound inbound) {
            return Response.empty(204);
        }

        @Override
        public List<RouteInfo> routes() {
            return List.of();
        }
    }

    @Test
    void transport_isThere_fromTheFirstRouterToTheEnd() {
        life.activate();
        assertThat(registered()).isEmpty();
        Router router = new Silent();
        context.add(Router.class, router);
        List<Transport> first = registered();
        assertThat(first).hasSize(1);
        context.remove(router);
        context.add(Router.class, new Silent());
        assertThat(registered()).as("the same one").isEqualTo(first);
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                events.add("unregistered");
            }
        });
        life.deactivate();
        assertThat(registered()).isEmpty();
        assertThat(events).containsExactly("unregistered", "closed drained");
    }

    @Test
    void routerBeforeActivation_isEnough() {
        context.add(Router.class, new Silent());
        assertThat(registered()).isEmpty();
        life.activate();
        assertThat(registered()).hasSize(1);
    }

    @Test
    void transportThatDoesNotStart_isNotThere_andTriedAgainWithTheNextRouter() {
        List<Integer> tries = new ArrayList<>();
        TransportLifecycle failing = new TransportLifecycle(context, routers -> {
            tries.add(1);
            if (tries.size() == 1) {
                throw new LynchetException(ErrorCode.INTERNAL, "no threads");
            }
            return new Noted();
        });
        Router router = new Silent();
        context.add(Router.class, router);
        failing.activate();
        assertThat(registered()).isEmpty();
        context.remove(router);
        context.add(Router.class, new Silent());
        assertThat(registered()).hasSize(1);
    }
}
