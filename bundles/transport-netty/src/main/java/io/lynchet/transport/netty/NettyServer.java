// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.transport.core.ServingTransport;
import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.SelectorGuard;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.MinDataRate;
import io.lynchet.transport.core.limit.TransportSettings;
import io.lynchet.transport.netty.codec.DateHeader;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Netty server that serves the connections it is given, from {@link #start} to {@link #close}. */
final class NettyServer extends ServingTransport {
    static final String NAME = "netty";

    private static final Logger log = LoggerFactory.getLogger(NettyServer.class);
    private static final int LOOPS_MAX = 16;
    private static final long STOP_SECONDS = 10;

    private final TransportSettings settings;
    private final Gate<Router> routers;
    private final MinDataRate pace;
    private final SelectorGuard guard = new SelectorGuard("http-loop");
    private final EventLoopGroup loops;
    private final RequestThreads threads;
    private final DateHeader date = new DateHeader();
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running = true;

    private NettyServer(
            TransportSettings settings, Gate<Router> routers, RequestThreads threads, IoHandlerFactory selecting) {
        super(NAME, settings, threads.areVirtual());
        this.settings = settings;
        this.routers = routers;
        this.pace = settings.pace();
        this.threads = threads;
        int loopCount = Math.min(LOOPS_MAX, Math.max(2, Runtime.getRuntime().availableProcessors()));
        this.loops = new MultiThreadIoEventLoopGroup(
                loopCount, new DefaultThreadFactory("http-loop", true), GuardedLoop.each(selecting, guard));
        loops.forEach(loop -> loop.terminationFuture().addListener(ended -> loopEnded()));
    }

    /** Starts the server. */
    static NettyServer start(TransportSettings settings, Gate<Router> routers) {
        return start(settings, routers, NioIoHandler.newFactory());
    }

    /** @param selecting the I/O handlers of the event loops */
    static NettyServer start(TransportSettings settings, Gate<Router> routers, IoHandlerFactory selecting) {
        return new NettyServer(settings, routers, RequestThreads.start(settings), selecting);
    }

    private void loopEnded() {
        if (running) {
            guard.ended("an event loop has ended");
        }
    }

    TransportSettings settings() {
        return settings;
    }

    Gate<Router> routers() {
        return routers;
    }

    MinDataRate pace() {
        return pace;
    }

    RequestThreads threads() {
        return threads;
    }

    DateHeader date() {
        return date;
    }

    @Override
    protected boolean isRunning() {
        return running;
    }

    /**
     * Takes a connection over on an event loop. All of Netty runs on its own threads: it keeps objects in
     * thread-locals, which would outlive this bundle in other threads.
     */
    @Override
    protected void adopt(SocketChannel connection, ConnectionsPerAddress.Place place) {
        connectionCount().up();
        EventLoop loop = loops.next();
        try {
            loop.execute(() -> register(connection, place, loop));
        } catch (RejectedExecutionException e) {
            place.leave();
            refuse(connection, e);
        }
    }

    private void register(SocketChannel connection, ConnectionsPerAddress.Place place, EventLoop loop) {
        HttpConnection served;
        try {
            served = new HttpConnection(this, connection, place, loop);
        } catch (ChannelException | IOException e) {
            place.leave();
            refuse(connection, e);
            return;
        } catch (RuntimeException | Error e) {
            // After an exception thrown from here it would count forever.
            log.error("a connection could not be accepted", e);
            place.leave();
            refuse(connection, e);
            return;
        }
        open.add(served);
        served.begin(() -> ended(served));
    }

    private void ended(HttpConnection served) {
        if (open.remove(served)) {
            connectionCount().down();
        }
    }

    private void refuse(SocketChannel connection, Throwable why) {
        log.debug("a connection broke before it was accepted", why);
        try {
            connection.close();
        } catch (IOException e) {
            log.debug("a connection did not close cleanly", e);
        }
        connectionCount().down();
    }

    @Override
    protected void forEachConnection(Consumer<ServedConnection> action) {
        open.forEach(action);
    }

    @Override
    public void close() {
        running = false;
        guard.close();
        openChannels().cutAll();
        open.forEach(HttpConnection::cut);
        Future<?> ended = loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        threads.close();
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the event loops did not end within {} seconds", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
