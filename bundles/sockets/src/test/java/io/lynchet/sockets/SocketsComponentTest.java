// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.api.socket.Sockets.OpenSocket;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration, what operators see, and the end. */
@ExtendWith(ThreadLeaks.class)
class SocketsComponentTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();

    private List<Route> routes() {
        return context.services(Route.class);
    }

    private static SocketsComponent component(Map<String, String> properties, Object... config) {
        return new SocketsComponent(properties::get, ComponentConfig.of(SocketsComponent.Config.class, config));
    }

    private FakeChannel open(FakeRequest request) throws Exception {
        for (Route route : routes()) {
            if (route.info().pattern().equals(request.path())) {
                Response response = route.handle(request);
                ChannelHandler handler = response.upgrade().handler();
                return new FakeChannel(handler).open();
            }
        }
        throw new AssertionError(request.path());
    }

    private FakeChannel openLive() throws Exception {
        return open(TestSocketServer.upgrade("/api/live"));
    }

    @ParameterizedTest
    @CsvSource({
        "socketsMax, 0",
        "socketsPerAddressMax, -1",
        "socketsPerUserMax, 1000001",
        "frameBytesMax, 4194305",
        "queueBytesMax, 10",
        "heartbeatSeconds, 0",
        "silenceSecondsMax, 25",
        "stallSecondsMax, 0",
        "checkThreadsMax, 65"
    })
    void new_valueOutOfRange_isRefusedByName(String key, int value) {
        assertThatThrownBy(() -> component(Map.of(), key, value))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining(key);
    }

    @Test
    void limits_byDefault_areFiveHundredAnAddress() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        for (int i = 0; i < 500; i++) {
            openLive();
        }

        assertThatThrownBy(this::openLive).hasMessageContaining("Limit: 500");

        component.deactivate();
    }

    @ParameterizedTest
    @CsvSource({"lynchet.dev, true", "lynchet.rate.limit, off"})
    void limits_switchedOff_letMoreIn(String property, String value) throws Exception {
        SocketsComponent component = component(Map.of(property, value));
        component.activate(context);

        for (int i = 0; i < 101; i++) {
            open(TestSocketServer.upgrade("/api/live").session("ada", "s1"));
        }

        assertThat(component.open()).hasSize(101);
        component.deactivate();
    }

    @Test
    void open_someSockets_listsTheOldestFirst() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        for (int i = 0; i < 50; i++) {
            open(TestSocketServer.upgrade("/api/live").from("192.0.2." + i).admin());
        }

        List<OpenSocket> open = component.open();

        assertThat(open).extracting(OpenSocket::address).first().isEqualTo("192.0.2.0");
        assertThat(open).extracting(OpenSocket::address).last().isEqualTo("192.0.2.49");
        assertThat(open).extracting(OpenSocket::id).doesNotHaveDuplicates();
        assertThat(open).extracting(OpenSocket::principal).containsOnly("admin");
        component.deactivate();
    }

    @Test
    void kick_byId_closesThatOneWith4403() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        FakeChannel first = openLive();
        FakeChannel second = openLive();

        assertThat(component.kick(component.open().get(1).id(), "enough")).isTrue();

        assertThat(second.closeCode()).isEqualTo(CloseCode.KICKED);
        assertThat(first.closes()).isZero();
        assertThat(component.kick("s999", "nobody")).isFalse();
        component.deactivate();
    }

    @Test
    void deactivate_openSockets_areClosedWith1012() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        FakeHandler handler = new FakeHandler("a");
        context.add(FrameHandler.class, handler);
        FakeChannel socket = openLive();
        FakeChannel stream = open(FakeRequest.get("/api/sync/events"));

        component.deactivate();

        assertThat(routes()).isEmpty();
        assertThat(socket.closeCode()).isEqualTo(CloseCode.RESTARTING);
        assertThat(stream.closeCode()).isEqualTo(CloseCode.RESTARTING);
        assertThat(handler.calls).containsExactly("opened", "opened", "closed", "closed");
        assertThat(component.open()).isEmpty();
    }

    @Test
    void deactivate_clientThatDoesNotAnswer_isCut() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        FakeChannel deaf = openLive().deaf();

        component.deactivate();

        assertThat(deaf.isAborted()).isTrue();
        assertThat(component.open()).isEmpty();
    }

    @Test
    void opened_afterDeactivation_isClosedAtOnce() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        Route live = routes().get(0);
        FakeChannel late = new FakeChannel(
                live.handle(TestSocketServer.upgrade("/api/live")).upgrade().handler());

        component.deactivate();
        late.open();

        assertThat(late.closeCode()).isEqualTo(CloseCode.RESTARTING);
        assertThat(component.open()).isEmpty();
    }

    @Test
    void report_afterSomeTraffic_hasAllFigures() throws Exception {
        SocketsComponent component = component(Map.of());
        component.activate(context);
        FakeHandler handler = new FakeHandler("a");
        context.add(FrameHandler.class, handler);
        openLive().end(3_456);
        openLive().say("?");
        open(FakeRequest.get("/api/sync/events")).slow();
        handler.socket.offer(FakeHandler.frame("12345"));
        Map<String, Double> figures = new HashMap<>();

        component.report(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + new java.util.TreeMap<>(labels), value);
            }

            @Override
            public void histogram(
                    String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {
                throw new AssertionError(name);
            }
        });

        assertThat(figures)
                .containsEntry("lynchet_sockets_open{kind=websocket, purpose=live}", 1.0)
                .containsEntry("lynchet_sockets_open{kind=events, purpose=sync}", 1.0)
                .containsEntry("lynchet_sockets_open{kind=events, purpose=live}", 0.0)
                .containsEntry("lynchet_sockets_queued_bytes{}", 13.0)
                .containsEntry("lynchet_sockets_frames_sent_total{}", 2.0)
                .containsEntry("lynchet_sockets_bad_frames_total{}", 1.0)
                .containsEntry("lynchet_sockets_frames_refused_total{}", 0.0)
                .containsEntry("lynchet_sockets_closed_total{code=other}", 1.0)
                .containsEntry("lynchet_sockets_closed_total{code=4401}", 0.0);
        assertThat(component.check().state()).isEqualTo(Health.State.OK);
        assertThat(component.needed()).isFalse();
        component.deactivate();
    }
}
