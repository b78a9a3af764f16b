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
import java.lang.reflect.Proxy;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component's life, step by step as Declarative Services takes it. */
class TransportLifeTest {
    private final List<Object> registered = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final TransportLife life = new TransportLife(context(), routers -> new Noted());

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                TransportLifeTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> registration((Transport) arguments[1]));
    }

    private Object registration(Transport transport) {
        registered.add(transport);
        return Proxy.newProxyInstance(
                TransportLifeTest.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    events.add("unregistered");
                    return registered.remove(transport);
                });
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
        protected void adopt(SocketChannel connection, AddressPlaces.Place place) {}

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
        assertThat(registered).isEmpty();
        Router router = new Silent();
        life.bindRouter(router);
        assertThat(registered).hasSize(1);
        life.unbindRouter(router);
        life.bindRouter(new Silent());
        assertThat(registered).as("the same one").hasSize(1);
        life.deactivate();
        assertThat(registered).isEmpty();
        assertThat(events).containsExactly("unregistered", "closed drained");
    }

    @Test
    void routerBeforeActivation_isEnough() {
        life.bindRouter(new Silent());
        assertThat(registered).isEmpty();
        life.activate();
        assertThat(registered).hasSize(1);
    }

    @Test
    void transportThatDoesNotStart_isNotThere_andTriedAgainWithTheNextRouter() {
        List<Integer> tries = new ArrayList<>();
        TransportLife failing = new TransportLife(context(), routers -> {
            tries.add(1);
            if (tries.size() == 1) {
                throw new LynchetException(ErrorCode.INTERNAL, "no threads");
            }
            return new Noted();
        });
        failing.bindRouter(new Silent());
        failing.activate();
        assertThat(registered).isEmpty();
        failing.bindRouter(new Silent());
        assertThat(registered).hasSize(1);
    }
}
