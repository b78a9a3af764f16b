// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.ChangeListener;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.Response;
import io.lynchet.api.row.Change;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.sockets.socket.SocketTable;
import io.lynchet.testkit.auth.FakeRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The edge with a clock that tests move, and without the thread that would look at it. */
final class TestSocketServer implements AutoCloseable {
    static final int QUEUE_BYTES = 1_000;

    final AtomicLong clock = new AtomicLong(1_000_000_000L);
    final SocketServer server;
    private final List<FakeChannel> channels = new CopyOnWriteArrayList<>();

    TestSocketServer() {
        this(new SocketSettings(20, 5, 3, 4_096, QUEUE_BYTES, 25, 60, 120, 2));
    }

    TestSocketServer(SocketSettings settings) {
        server = new SocketServer(settings, clock::get);
    }

    TestSocketServer with(FakeHandler... handlers) {
        for (FakeHandler handler : handlers) {
            server.addHandler(handler);
        }
        return this;
    }

    TestSocketServer head(long seq) {
        server.feed().bind(new ChangeFeed() {
            @Override
            public long head() {
                return seq;
            }

            @Override
            public List<Change> read(long after, int limit) {
                throw new AssertionError();
            }

            @Override
            public List<Change> before(long end, int limit) {
                throw new AssertionError();
            }

            @Override
            public AutoCloseable subscribe(ChangeListener listener) {
                throw new AssertionError();
            }
        });
        return this;
    }

    static FakeRequest upgrade(String path) {
        return FakeRequest.get(path).with("Upgrade", "websocket").with("Sec-WebSocket-Version", "13");
    }

    Response answer(FakeRequest request) {
        return server.routes().stream()
                .filter(route -> route.info().pattern().equals(request.path()))
                .findFirst()
                .map(route -> {
                    try {
                        return route.handle(request);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .orElseThrow();
    }

    /** Not opened yet. */
    FakeChannel channel(FakeRequest request) {
        ChannelHandler handler = answer(request).upgrade().handler();
        FakeChannel channel = new FakeChannel(handler);
        channels.add(channel);
        return channel;
    }

    FakeChannel open(FakeRequest request) {
        return channel(request).open();
    }

    FakeChannel live() {
        return open(upgrade("/api/live"));
    }

    FakeChannel sync() {
        return open(upgrade("/api/sync/ws"));
    }

    /** Moves the clock second by second, and visits all sockets each time. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.addAndGet(1_000_000_000L);
            visit();
        }
    }

    void visit() {
        for (int i = 0; i < SocketTable.PARTS; i++) {
            server.heartbeat().tick();
        }
    }

    /** The clients go first, so that nobody waits for those who don't answer. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.end(CloseCode.GOING_AWAY));
        server.stop();
    }
}
