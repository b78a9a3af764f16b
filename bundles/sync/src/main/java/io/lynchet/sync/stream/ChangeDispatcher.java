// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the log for all sockets with a change stream. Other threads only wake it. It keeps one entry
 * per socket, and no changes.
 */
public final class ChangeDispatcher implements FrameHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeDispatcher.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_MILLIS = 10_000;

    private final Gate<DataService> data;
    private final Gate<ReadScopes> scopes;
    private final RightsGroups groups;
    private final SyncStream stream;
    private final Map<String, SyncSubscriber> members = new ConcurrentHashMap<>();
    // At most one entry per socket: see SyncSubscriber.signal.
    private final Queue<SyncSubscriber> signalled = new ConcurrentLinkedQueue<>();
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Loop loop = Loop.vital("lynchet-sync", LOG::error);
    private final Failures waits = new Failures(LOG::warn, "Replica sync");
    private final Thread thread = loop.thread(this::run);
    private volatile boolean stopped;
    private long generation = -1;
    private long lastTick = System.nanoTime();

    public ChangeDispatcher(
            Gate<DataService> data,
            Gate<ReadScopes> scopes,
            RightsGroups groups,
            GroupReader reader,
            SyncMetrics metrics) {
        this.data = data;
        this.scopes = scopes;
        this.groups = groups;
        stream = new SyncStream(groups, reader, metrics, member -> signal(member, SyncSubscriber.Signal.DRAINED));
    }

    public void start() {
        thread.start();
    }

    /** Wakes the thread, since there may be something to do. Any thread may call this; never blocks. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public void frame(ClientSocket socket, String type, byte[] json) {
        throw new IllegalStateException("this socket accepts no frames, but " + type + " came");
    }

    @Override
    public void opened(ClientSocket socket) {
        if (socket.purpose() == ClientSocket.Purpose.SYNC) {
            SyncSubscriber member = new SyncSubscriber(socket);
            members.put(socket.id(), member);
            signal(member, SyncSubscriber.Signal.OPENED);
        }
    }

    @Override
    public void principalChanged(ClientSocket socket) {
        signal(members.get(socket.id()), SyncSubscriber.Signal.CHANGED);
    }

    @Override
    public void closed(ClientSocket socket) {
        signal(members.remove(socket.id()), SyncSubscriber.Signal.CLOSED);
    }

    @Override
    public long seq(ClientSocket socket) {
        SyncSubscriber member = members.get(socket.id());
        if (member == null) {
            return Long.MAX_VALUE;
        }
        return member.isLive() ? Math.max(0, stream.seq()) : 0;
    }

    /** Returns the number of sockets. */
    public int size() {
        return members.size();
    }

    private void signal(SyncSubscriber member, SyncSubscriber.Signal signal) {
        if (member != null && member.signal(signal)) {
            signalled.add(member);
            wake();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                turn();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the thread of replica sync was interrupted", e);
        }
    }

    private void turn() throws InterruptedException {
        await();
        if (!loop.turn(this::stepOrWait)) {
            LOG.error("Replica sync failed; its sockets are closed.");
            members.values().forEach(member -> member.socket().close(CloseCode.FAILED, "sync failed"));
            again();
        }
    }

    private void stepOrWait() throws InterruptedException {
        try {
            step();
        } catch (SchemaChangedException e) {
            generation = -1;
            wake();
        } catch (LynchetException e) {
            waits.tell(e, "waits");
            again();
        }
    }

    private void again() throws InterruptedException {
        if (!stopping.await(TICK_NANOS, TimeUnit.NANOSECONDS)) {
            wake();
        }
    }

    private void await() throws InterruptedException {
        if (members.isEmpty()) {
            woken.acquire();
        } else if (woken.tryAcquire(Math.max(0, nanosToTick()), TimeUnit.NANOSECONDS)) {
            // The step that follows covers all wake-ups before this.
            woken.drainPermits();
        }
    }

    private long nanosToTick() {
        return members.isEmpty() ? Long.MAX_VALUE : lastTick + TICK_NANOS - System.nanoTime();
    }

    private void step() {
        signals();
        if (!stream.isFollowed()) {
            lastTick = System.nanoTime();
            return;
        }
        if (generation < 0 || nanosToTick() <= 0) {
            tick();
        }
        if (scopes.<Boolean>call(stream::pump)) {
            wake();
        }
    }

    /** Applies new rights before anything else, so that no further frame goes out under old ones. */
    private void signals() {
        List<SyncSubscriber> opened = new ArrayList<>();
        List<SyncSubscriber> changed = new ArrayList<>();
        for (int left = signalled.size(); left > 0; left--) {
            SyncSubscriber member = signalled.remove();
            Set<SyncSubscriber.Signal> signals = member.takeSignals();
            if (signals.contains(SyncSubscriber.Signal.CLOSED)) {
                stream.close(member);
                continue;
            }
            if (signals.contains(SyncSubscriber.Signal.DRAINED)) {
                stream.drained(member);
            }
            if (signals.contains(SyncSubscriber.Signal.OPENED)) {
                opened.add(member);
            } else if (signals.contains(SyncSubscriber.Signal.CHANGED)) {
                changed.add(member);
            }
        }
        try {
            look(changed);
            changed.clear();
            while (!opened.isEmpty()) {
                open(opened.get(0));
                opened.remove(0);
            }
        } finally {
            changed.forEach(member -> signal(member, SyncSubscriber.Signal.CHANGED));
            opened.forEach(member -> signal(member, SyncSubscriber.Signal.OPENED));
        }
    }

    private void open(SyncSubscriber member) {
        AppModel app = data.call(DataService::app);
        try {
            scopes.call(source -> {
                stream.open(member, app, source);
                return null;
            });
        } catch (SchemaChangedException e) {
            throw e;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            member.socket().close(CloseCode.TRY_LATER, "the policies can't be evaluated");
        }
    }

    private void look(List<SyncSubscriber> some) {
        List<SyncSubscriber> live =
                some.stream().filter(member -> member.group() != null).toList();
        if (!live.isEmpty()) {
            AppModel app = data.call(DataService::app);
            scopes.call(source -> {
                stream.look(live, app, source);
                return null;
            });
        }
    }

    private void tick() {
        long now = data.call(DataService::app).generation();
        look(stream.members(now != generation));
        generation = now;
        lastTick = System.nanoTime();
        groups.sweep();
    }

    @Override
    public void close() {
        stopped = true;
        loop.close();
        stopping.countDown();
        woken.release();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
