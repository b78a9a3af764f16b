// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.http.Listener;
import io.lynchet.api.http.Transport;
import io.lynchet.api.http.TransportInfo;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The component's life, step by step as Declarative Services takes it, with transports that only say their name. */
class PortListenerTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();
    private final List<Socket> clients = new ArrayList<>();
    private final FakeTransport a = new FakeTransport("a");
    private final FakeTransport b = new FakeTransport("b");
    private PortListener listener;

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        listener.deactivate();
        a.closeAll();
        b.closeAll();
        assertThat(context.services(Listener.class)).isEmpty();
    }

    private void listen(Object... config) {
        listener = new PortListener(context, Configs.with(config));
        listener.activate();
    }

    private void bind(FakeTransport transport) {
        context.add(Transport.class, transport);
    }

    private InetSocketAddress address() {
        return context.service(Listener.class).address();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setSoTimeout(15_000);
        client.connect(address());
        return client;
    }

    private static String line(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private Health.State state() {
        return listener.check().state();
    }

    @Test
    void connection_beforeAnyTransport_waitsForTheFirst() throws IOException {
        listen();
        Socket client = connect();
        assertThat(state()).isEqualTo(Health.State.DOWN);
        assertThat(listener.check().message()).contains("the transport is missing");
        bind(a);
        assertThat(line(client)).isEqualTo("a");
        assertThat(state()).isEqualTo(Health.State.OK);
        assertThat(context.service(Listener.class).transport()).contains("a");
    }

    @Test
    void newestTransport_serves_andTheFormerHandsItsConnectionsOver() throws IOException {
        listen();
        bind(a);
        Socket early = connect();
        assertThat(line(early)).isEqualTo("a");
        bind(b);
        assertThat(line(early)).isEqualTo("b");
        assertThat(line(connect())).isEqualTo("b");
        assertThat(a.connections()).isZero();
        assertThat(a.drains).hasValue(1);
    }

    @Test
    void transportThatLeaves_isHandedOverWithinItsUnbind_andItsConnectionsWaitForTheNext() throws IOException {
        listen();
        bind(a);
        Socket client = connect();
        assertThat(line(client)).isEqualTo("a");
        context.remove(a);
        assertThat(a.drains).hasValue(1);
        assertThat(a.connections()).isZero();
        Socket later = connect();
        bind(b);
        assertThat(line(client)).isEqualTo("b");
        assertThat(line(later)).isEqualTo("b");
    }

    @Test
    void connectionAcceptedJustWhenTheTransportStops_isKeptForTheNext() throws IOException {
        listen();
        a.stopped = true;
        bind(a);
        Socket client = connect();
        Await.until("the connection to be refused", () -> a.asked.get() > 0);
        context.remove(a);
        bind(b);
        assertThat(line(client)).isEqualTo("b");
        assertThat(b.connections()).isEqualTo(1);
    }

    @Test
    void olderTransport_servesAgain_whenTheNewerGoes() throws IOException {
        listen();
        bind(a);
        bind(b);
        context.remove(b);
        assertThat(line(connect())).isEqualTo("a");
    }

    @Test
    void target_chooses_andChangesWithoutClosingThePort() throws IOException {
        listen("transport_target", "a");
        InetSocketAddress before = address();
        bind(a);
        bind(b);
        assertThat(line(connect())).isEqualTo("a");
        listener.modified(Configs.with("transport_target", "b"));
        assertThat(address()).isEqualTo(before);
        assertThat(line(connect())).isEqualTo("b");
        Await.until("the former one to hand over", () -> a.connections() == 0);
    }

    @Test
    void use_chooses_untilTheConfigurationChanges() throws IOException {
        listen("transport_target", "a");
        bind(a);
        bind(b);
        Listener service = context.service(Listener.class);
        assertThat(service.transports()).extracting(TransportInfo::serves).containsExactly(true, false);
        service.use("b");
        assertThat(line(connect())).isEqualTo("b");
        assertThat(service.transports()).extracting(TransportInfo::serves).containsExactly(false, true);
        assertThat(service.transports()).extracting(TransportInfo::connections).containsExactly(0, 1);
        assertThat(state()).as("what was asked for is what is wanted").isEqualTo(Health.State.OK);
        assertThatThrownBy(() -> service.use("c"))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("the transports present are: a, b");
        assertThat(line(connect())).isEqualTo("b");
        listener.modified(Configs.with("transport_target", "a"));
        assertThat(line(connect())).isEqualTo("a");
    }

    @Test
    void targetThatIsMissing_isWaitedFor_butTheOneThatServesGoesOn() throws IOException {
        listen("transport_target", "b");
        bind(a);
        assertThat(state()).isEqualTo(Health.State.DOWN);
        assertThat(listener.check().message())
                .contains("the configured transport is b, and the transports present are: a");
        Socket client = connect();
        listener.modified(Configs.with());
        assertThat(line(client)).isEqualTo("a");
        listener.modified(Configs.with("transport_target", "b"));
        assertThat(line(connect())).isEqualTo("a");
        assertThat(state()).isEqualTo(Health.State.DEGRADED);
        bind(b);
        assertThat(line(connect())).isEqualTo("b");
        assertThat(state()).isEqualTo(Health.State.OK);
    }

    @Test
    void connectionsMax_countsAllTransports_andFurtherOnesWait() throws IOException {
        listen("connectionsMax", 2, "transport_target", "a");
        bind(a);
        assertThat(line(connect())).isEqualTo("a");
        FakeTransport busy = new FakeTransport("busy");
        busy.taken.add(java.nio.channels.SocketChannel.open());
        bind(busy);
        Socket third = connect();
        third.setSoTimeout(200);
        assertThatThrownBy(() -> line(third)).isInstanceOf(java.net.SocketTimeoutException.class);
        third.setSoTimeout(15_000);
        busy.closeAll();
        assertThat(line(third)).isEqualTo("a");
    }

    @Test
    void transportThatThrows_costsOneConnection_andNotThePort() throws IOException {
        listen();
        FakeTransport broken = new FakeTransport("broken");
        bind(broken);
        broken.failing = true;
        assertThat(line(connect())).isNull();
        broken.failing = false;
        assertThat(line(connect())).isEqualTo("broken");
        broken.closeAll();
    }

    @Test
    void drain_takesWhatWaits_refusesWhatComes_andDrainsAll() throws IOException {
        listen("transport_target", "a");
        bind(a);
        bind(b);
        InetSocketAddress address = address();
        Socket client = connect();
        context.service(Listener.class).drain(Duration.ofSeconds(10));
        assertThat(line(client)).isEqualTo("a");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(a.drains).hasValue(1);
        assertThat(b.drains).hasValue(1);
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                .isInstanceOf(ConnectException.class);
        context.remove(a);
        assertThat(a.drains).hasValue(1);
    }

    @Test
    void portInUse_isSaidByTheHealthCheck() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listen("port", taken.getLocalPort());
            assertThat(context.services(Listener.class)).isEmpty();
            assertThat(state()).isEqualTo(Health.State.DOWN);
            assertThat(listener.check().message()).contains("io.lynchet.listener:host, port", "port is in use");
        }
    }

    @Test
    void unknownHost_isSaidByTheHealthCheck_untilItIsMended() throws IOException {
        listen("host", "no.such.host.invalid");
        assertThat(listener.check().message()).contains("the host is unknown");
        bind(a);
        listener.modified(Configs.with());
        assertThat(line(connect())).isEqualTo("a");
        assertThat(state()).isEqualTo(Health.State.OK);
    }

    @Test
    void otherPort_isOpened_andTheFormerClosed() throws IOException {
        listen();
        bind(a);
        InetSocketAddress before = address();
        listener.modified(Configs.with("acceptQueueMax", 10));
        assertThat(context.services(Listener.class)).hasSize(1);
        assertThatThrownBy(() -> new Socket(before.getAddress(), before.getPort()).close())
                .isInstanceOf(ConnectException.class);
        assertThat(line(connect())).isEqualTo("a");
    }

    @Test
    void deactivate_leavesTheTransportsTheirConnections_andNoThread() throws IOException {
        listen();
        bind(a);
        Socket client = connect();
        assertThat(line(client)).isEqualTo("a");
        listener.deactivate();
        context.remove(a);
        assertThat(a.drains).hasValue(0);
        assertThat(a.connections()).isEqualTo(1);
        Await.until(
                "the thread to end",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("listener-accept")));
    }
}
