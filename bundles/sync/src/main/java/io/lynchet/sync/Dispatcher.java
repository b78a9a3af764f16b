// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

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
 * Follows the log for all sockets that want every change, on one thread of its own. Whoever tells it of something only wakes it; it keeps one
 * entry a socket, and no changes.
 */
final class Dispatcher implements FrameHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_MILLIS = 10_000;

    private final Gate<DataService> data;
    private final Gate<ReadScopes> scopes;
    private final Groups groups;
    private final Stream stream;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    // At most one entry a socket: see Member.signal.
    private final Queue<Member> signalled = new ConcurrentLinkedQueue<>();
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Loop loop = Loop.vital("lynchet-sync", LOG::error);
    private final Failures waits = new Failures(LOG::warn, "Replica sync");
    private final Thread thread = loop.thread(this::run);
    private volatile boolean stopped;
    private long generation = -1;
    private long lastTick = System.nanoTime();

    Dispatcher(Gate<DataService> data, Gate<ReadScopes> scopes, Groups groups, GroupReader reader, Figures figures) {
        this.data = data;
        this.scopes = scopes;
        this.groups = groups;
        stream = new Stream(groups, reader, figures, member -> signal(member, Member.Signal.DRAINED));
    }

    void start() {
        thread.start();
    }

    /** There may be something to do. From any thread, at once. */
    void wake() {
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
        throw new IllegalStateException("no frames are taken here, but " + type + " came");
    }

    @Override
    public void opened(ClientSocket socket) {
        if (socket.purpose() == ClientSocket.Purpose.SYNC) {
            Member member = new Member(socket);
            members.put(socket.id(), member);
            signal(member, Member.Signal.OPENED);
        }
    }

    @Override
    public void principalChanged(ClientSocket socket) {
        signal(members.get(socket.id()), Member.Signal.CHANGED);
    }

    @Override
    public void closed(ClientSocket socket) {
        signal(members.remove(socket.id()), Member.Signal.CLOSED);
    }

    @Override
    public long seq(ClientSocket socket) {
        Member member = members.get(socket.id());
        if (member == null) {
            return Long.MAX_VALUE;
        }
        return member.isLive() ? Math.max(0, stream.seq()) : 0;
    }

    /** How many sockets there are. */
    int size() {
        return members.size();
    }

    private void signal(Member member, Member.Signal signal) {
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
            throw new IllegalStateException("something interrupted the thread of replica sync", e);
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
            // All that woke it before this is done in the step that follows.
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

    /** Rights before anything else, so that nothing more goes out under old ones. */
    private void signals() {
        List<Member> opened = new ArrayList<>();
        List<Member> changed = new ArrayList<>();
        for (int left = signalled.size(); left > 0; left--) {
            Member member = signalled.remove();
            Set<Member.Signal> signals = member.takeSignals();
            if (signals.contains(Member.Signal.CLOSED)) {
                stream.close(member);
                continue;
            }
            if (signals.contains(Member.Signal.DRAINED)) {
                stream.drained(member);
            }
            if (signals.contains(Member.Signal.OPENED)) {
                opened.add(member);
            } else if (signals.contains(Member.Signal.CHANGED)) {
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
            changed.forEach(member -> signal(member, Member.Signal.CHANGED));
            opened.forEach(member -> signal(member, Member.Signal.OPENED));
        }
    }

    private void open(Member member) {
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

    private void look(List<Member> some) {
        List<Member> live =
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
