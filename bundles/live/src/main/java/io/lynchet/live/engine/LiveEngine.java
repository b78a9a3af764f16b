// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.live.frame.FrameSender;
import io.lynchet.live.frame.InitialFrames;
import io.lynchet.live.frame.LargeFrames;
import io.lynchet.live.frame.RecentChanges;
import io.lynchet.live.group.LiveBudget;
import io.lynchet.live.group.LiveGroup;
import io.lynchet.live.group.LiveGroups;
import io.lynchet.live.group.LiveLimits;
import io.lynchet.live.group.LiveMetrics;
import io.lynchet.live.group.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine that follows the log and keeps all results up to date, on one thread that owns them.
 *
 * <p>Changes, clients' requests and results read from the store reach it through a mailbox, so nothing is locked while
 * frames are made. Only reads of the store run on other threads.
 */
public final class LiveEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEngine.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_SECONDS = 5;
    private static final int READERS = 2;

    /** The most results that wait to be read; those beyond are tried again with the next tick. */
    private static final int READS_MAX = 10_000;

    private static final int LOG_PAGE = 1_000;

    private final LiveServices services;
    private final Mailbox mailbox = new Mailbox();
    private final LiveMetrics metrics = new LiveMetrics();
    private final RecentChanges recent = new RecentChanges();
    private final LiveBudget budget;
    private final LargeFrames large;
    private final FrameSender sender;
    private final LiveGroups groups;
    private final FrameTurns turns;
    private final GroupMemberships memberships;
    private final Set<LiveGroup> failed = new LinkedHashSet<>();
    private final ResultReaders readers = new ResultReaders(READERS, READS_MAX, "lynchet-live-read", System::nanoTime);
    private final Loop loop = Loop.vital("lynchet-live", LOG::error);
    private final Failures failures = new Failures(LOG::error, "The live queries");
    private final Failures waits = new Failures(LOG::warn, "Live queries");
    private final Thread engine = loop.thread(this::run);
    private volatile long processed = -1;
    private volatile boolean closed;

    /**
     * The context in which results are read for clients. A read ends at its deadline, and at most {@link #READERS} run
     * at a time.
     */
    private final CallContext onBehalf = new CallContext(() -> "live queries", () -> closed);

    private long nextTick = System.nanoTime();

    public LiveEngine(LiveServices services, LiveLimits limits) {
        this.services = services;
        this.budget = new LiveBudget(limits);
        this.large = new LargeFrames(limits.frameBytesMax());
        this.sender = new FrameSender(this::recoverLater, this::sentLater, metrics, budget, large);
        this.groups = new LiveGroups(this::readApart, metrics, budget);
        this.turns = new FrameTurns(new InitialFrames(sender, recent, metrics), large);
        this.memberships = new GroupMemberships(services, groups, budget, turns, sender);
        engine.start();
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public GroupMemberships memberships() {
        return memberships;
    }

    public LiveBudget budget() {
        return budget;
    }

    public LiveMetrics metrics() {
        return metrics;
    }

    /**
     * Returns the seq up to which the log has been processed. Every frame about changes up to it has been offered,
     * except in groups that say otherwise ({@link Subscription#toldUpTo}).
     */
    public long processed() {
        return processed;
    }

    /** Follows the first or another feed. The engine reads changes between two feeds from the log. */
    public void follow(ChangeFeed feed) {
        mailbox.post(() -> {
            if (processed < 0) {
                start(feed.head());
            } else {
                catchUp();
            }
        });
    }

    // Fills the recent changes from the log, so that clients can resume after a restart of the server, too.
    private void start(long head) {
        recent.restart(head);
        try {
            Deque<List<Change>> blocks = newest(head);
            if (!blocks.isEmpty()) {
                recent.restart(blocks.getFirst().get(0).seq() - 1);
                blocks.forEach(block -> block.forEach(recent::add));
            }
        } catch (LynchetException e) {
            recent.restart(head);
            LOG.info("Clients that reconnect get new snapshots at first: {}", e.getMessage());
        }
        processed = head;
    }

    /**
     * Returns the newest changes, as many as {@link RecentChanges} keeps, block by block. A block ends early when its
     * changes are large.
     */
    private Deque<List<Change>> newest(long head) {
        Deque<List<Change>> blocks = new ArrayDeque<>();
        long end = head;
        int count = 0;
        long bytes = 0;
        while (count < RecentChanges.KEPT_MAX && bytes < RecentChanges.BYTES_MAX) {
            long before = end;
            int most = RecentChanges.KEPT_MAX - count;
            List<Change> block = services.feed().call(feed -> feed.before(before, most));
            if (block.isEmpty()) {
                break;
            }
            blocks.addFirst(block);
            end = block.get(0).seq() - 1;
            count += block.size();
            bytes += block.stream().mapToLong(Change::bytes).sum();
        }
        return blocks;
    }

    private void run() {
        while (!closed) {
            try {
                Mailbox.Mail mail = mailbox.take(Math.max(0, nextTick - System.nanoTime()));
                // The engine must live on: a client's next frame or the next tick does what is left undone.
                loop.turn(() -> work(mail));
            } catch (InterruptedException e) {
                LOG.debug("The engine was interrupted.", e);
            }
        }
    }

    private void work(Mailbox.Mail mail) {
        mail.tasks().forEach(this::perform);
        memberships.answerWaiting(processed);
        if (processed >= 0 && (mail.missed() || !mail.changes().isEmpty())) {
            take(mail);
        }
        if (System.nanoTime() >= nextTick) {
            nextTick = System.nanoTime() + TICK_NANOS;
            tick();
        }
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failures.tell(e, "failed in one step at seq " + processed);
        }
    }

    private void take(Mailbox.Mail mail) {
        boolean gap = mail.missed()
                || (!mail.changes().isEmpty() && mail.changes().get(0).seq() > processed + 1);
        if (gap) {
            catchUp();
        }
        process(mail.changes());
    }

    private void process(List<Change> changes) {
        memberships.followGeneration();
        long last = processed;
        for (Change change : changes) {
            if (change.seq() > last) {
                last = change.seq();
                recent.add(change);
                groups.apply(change);
            }
        }
        if (last > processed) {
            groups.takeBroken().forEach(memberships::fail);
            for (LiveGroup group : groups.takeTouched()) {
                if (memberships.settle(group)) {
                    sender.sendNews(group, last);
                }
            }
            processed = last;
            memberships.answerWaiting(last);
        }
    }

    /** Reads what the mailbox did not keep. Starts over when the log does not have it either. */
    private void catchUp() {
        try {
            long head = services.feed().call(ChangeFeed::head);
            if (head < processed) {
                throw new LynchetException(ErrorCode.RESYNC_REQUIRED, "the log is shorter than before");
            }
            while (processed < head) {
                long after = processed;
                List<Change> page = services.feed().call(feed -> feed.read(after, LOG_PAGE));
                if (page.isEmpty()) {
                    return;
                }
                process(page);
            }
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                // The next tick tries again.
                waits.tell(e, "wait for the log at seq " + processed);
                return;
            }
            LOG.warn("Live queries start over: {}", e.getMessage());
            start(services.feed().call(ChangeFeed::head));
            groups.all().forEach(groups::read);
        }
    }

    private void tick() {
        if (processed < 0) {
            return;
        }
        memberships.followGeneration();
        memberships.tick();
        long head = services.feed().call(ChangeFeed::head);
        if (head != processed) {
            catchUp();
        }
        List<LiveGroup> again = new ArrayList<>(failed);
        failed.clear();
        again.stream().filter(groups::has).forEach(groups::read);
        memberships.answerWaiting(processed);
        metrics.now(memberships.count(), groups.all().size(), Math.max(0, head - processed));
        metrics.bytes(budget.bytes(), recent.bytes(), large.bytes());
    }

    private void readApart(LiveGroup.Reading reading) {
        if (!readers.offer(reading.account().caller(), () -> read(reading))) {
            LOG.debug("Too many results wait to be read; this one is read again later.");
            reading.group().abandonReading();
            failed.add(reading.group());
        }
    }

    /** Reads a result. Returns false when the read was in vain, since the budget has no room for its result. */
    private boolean read(LiveGroup.Reading reading) {
        try (ReadMeter.Binding bound = reading.account().bind()) {
            LiveGroup.Reading.Read read = onBehalf.call(
                    () -> services.scopes().<LiveGroup.Reading.Read>call(scopes -> scopes.now(reading::read)));
            mailbox.post(() -> taken(reading, read));
        } catch (RuntimeException e) {
            mailbox.post(() -> notTaken(reading, e));
        } catch (Error e) {
            // The members must get an error frame, too, and the group must be readable again.
            Vitals.suffered(e);
            mailbox.post(() -> notTaken(reading, new IllegalStateException("the read failed", e)));
        }
        return reading.account().refusal() == null;
    }

    private void taken(LiveGroup.Reading reading, LiveGroup.Reading.Read read) {
        LiveGroup group = reading.group();
        if (!groups.has(group)) {
            reading.account().handedOn();
            return;
        }
        try {
            boolean finished = group.finishReading(read);
            reading.account().handedOn();
            if (!memberships.settle(group)) {
                return;
            }
            if (!finished) {
                groups.read(group);
                return;
            }
            sender.sendNews(group, group.exactUpTo(processed));
            turns.add(group);
            group.follow();
        } catch (LynchetException e) {
            memberships.fail(group, e);
        }
    }

    private void notTaken(LiveGroup.Reading reading, RuntimeException why) {
        LiveGroup group = reading.group();
        reading.account().handedOn();
        group.abandonReading();
        if (reading.account().refusal() != null) {
            memberships.fail(group, reading.account().refusal());
        } else if (!(why instanceof LynchetException known)) {
            LOG.error("The live query {} could not be read.", group.key.query(), why);
            memberships.fail(group, new LynchetException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), why));
        } else if (known instanceof SchemaChangedException || isPassing(known.code())) {
            failed.add(group);
        } else {
            memberships.fail(group, known);
        }
    }

    /** Tells whether a retry can help. A query that timed out is as expensive the next time. */
    private static boolean isPassing(ErrorCode code) {
        return code.status() == 503 && code != ErrorCode.QUERY_TIMEOUT;
    }

    private void recoverLater(Subscription member) {
        mailbox.post(() -> recover(member));
    }

    private void sentLater(ClientSocket socket, int bytes) {
        mailbox.post(() -> large.sent(socket, bytes));
    }

    /** Frees the room of frames that wait for a socket that has closed. Any thread may call this. */
    public void gone(ClientSocket socket) {
        mailbox.post(() -> large.left(socket));
    }

    private void recover(Subscription member) {
        if (member.state == Subscription.State.LOST && sender.sendLost(member, processed)) {
            member.state = Subscription.State.WAITING;
            turns.add(member);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        loop.close();
        mailbox.post(() -> {});
        readers.close();
        engine.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        if (!readers.awaitEnd(CLOSE_SECONDS) || engine.isAlive()) {
            LOG.warn("Live queries were still running after {} s.", CLOSE_SECONDS);
        }
    }
}
