// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

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
 * Follows the log and keeps all results up to date, on one thread that owns them: changes, clients' requests, and what was read from the store
 * come to it through a mailbox, so nothing is locked while frames are made. Only reads of the store run on other threads.
 */
final class LiveEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEngine.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_SECONDS = 5;
    private static final int READERS = 2;

    /** Results that wait to be read; those beyond are tried again with the next tick. */
    private static final int READS_MAX = 10_000;

    private static final int LOG_PAGE = 1_000;

    private final Parts parts;
    private final Mailbox mailbox = new Mailbox();
    private final LiveMetrics metrics = new LiveMetrics();
    private final RecentChanges recent = new RecentChanges();
    private final LiveBudget budget;
    private final LargeFrames large;
    private final Teller teller;
    private final LiveGroups groups;
    private final Memberships memberships;
    private final Set<LiveGroup> failed = new LinkedHashSet<>();
    private final Readers readers = new Readers(READERS, READS_MAX, "lynchet-live-read", System::nanoTime);
    private final Loop loop = Loop.vital("lynchet-live", LOG::error);
    private final Failures failures = new Failures(LOG::error, "The live queries");
    private final Failures waits = new Failures(LOG::warn, "Live queries");
    private final Thread engine = loop.thread(this::run);
    private volatile long processed = -1;
    private volatile boolean closed;
    private boolean roomMade;

    /** Results are read for clients, so a read ends at its deadline; there are no more of them than {@link #READERS}. */
    private final CallContext onBehalf = new CallContext(() -> "live queries", () -> closed);

    private long nextTick = System.nanoTime();

    LiveEngine(Parts parts, LiveLimits limits) {
        this.parts = parts;
        this.budget = new LiveBudget(limits);
        this.large = new LargeFrames(limits.frameBytesMax());
        this.teller = new Teller(this::recoverLater, this::drainedLater, metrics, budget, large);
        this.groups = new LiveGroups(this::readApart, metrics, budget);
        this.memberships = new Memberships(parts, groups, budget, new Answers(teller, recent, metrics, large), teller);
        engine.start();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Memberships memberships() {
        return memberships;
    }

    LiveBudget budget() {
        return budget;
    }

    LiveMetrics metrics() {
        return metrics;
    }

    /** How far the log has been looked at: every frame about changes up to here has been offered, but for groups that say otherwise. */
    long processed() {
        return processed;
    }

    /** Another feed, or the first; changes between two feeds are read from the log. */
    void follow(ChangeFeed feed) {
        mailbox.post(() -> {
            if (processed < 0) {
                start(feed.head());
            } else {
                catchUp();
            }
        });
    }

    // Clients that come back after a restart get what they missed, too.
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
            LOG.info("Clients that come back get fresh snapshots at first: {}", e.getMessage());
        }
        processed = head;
    }

    /** As much as is kept, block by block: a block ends early when its changes are large. */
    private Deque<List<Change>> newest(long head) {
        Deque<List<Change>> blocks = new ArrayDeque<>();
        long end = head;
        int count = 0;
        long bytes = 0;
        while (count < RecentChanges.KEPT_MAX && bytes < RecentChanges.BYTES_MAX) {
            long before = end;
            int most = RecentChanges.KEPT_MAX - count;
            List<Change> block = parts.feed().call(feed -> feed.before(before, most));
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
                // The engine must live on: a client's next frame or the next tick finds what is left undone.
                loop.turn(() -> work(mail));
            } catch (InterruptedException e) {
                LOG.debug("The engine was interrupted.", e);
            }
        }
    }

    private void work(Mailbox.Mail mail) {
        mail.tasks().forEach(this::perform);
        if (roomMade) {
            roomMade = false;
            memberships.answerDeferred(processed);
        }
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
                    teller.tellNews(group, last);
                }
            }
            processed = last;
            memberships.answerDeferred(last);
        }
    }

    /** Reads what the mailbox did not keep; starts over when the log does not have it either. */
    private void catchUp() {
        try {
            long head = parts.feed().call(ChangeFeed::head);
            if (head < processed) {
                throw new LynchetException(ErrorCode.RESYNC_REQUIRED, "the log is shorter than it was");
            }
            while (processed < head) {
                long after = processed;
                List<Change> page = parts.feed().call(feed -> feed.read(after, LOG_PAGE));
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
            start(parts.feed().call(ChangeFeed::head));
            groups.all().forEach(groups::read);
        }
    }

    private void tick() {
        if (processed < 0) {
            return;
        }
        memberships.followGeneration();
        memberships.tick(processed);
        long head = parts.feed().call(ChangeFeed::head);
        if (head != processed) {
            catchUp();
        }
        List<LiveGroup> again = new ArrayList<>(failed);
        failed.clear();
        again.stream().filter(groups::has).forEach(groups::read);
        memberships.answerDeferred(processed);
        metrics.now(memberships.count(), groups.all().size(), Math.max(0, head - processed));
        metrics.bytes(budget.bytes(), recent.bytes(), large.bytes());
    }

    private void readApart(LiveGroup.Reading reading) {
        if (!readers.offer(reading.account().caller(), () -> read(reading))) {
            LOG.debug("Too many results wait to be read; this one is tried again.");
            reading.group().abandonReading();
            failed.add(reading.group());
        }
    }

    /** False when it was for nothing, since there is no room for what it read. */
    private boolean read(LiveGroup.Reading reading) {
        try (ReadMeter.Binding bound = reading.account().bind()) {
            LiveGroup.Reading.Read read = onBehalf.call(
                    () -> parts.scopes().<LiveGroup.Reading.Read>call(scopes -> scopes.now(reading::read)));
            mailbox.post(() -> taken(reading, read));
        } catch (RuntimeException e) {
            mailbox.post(() -> notTaken(reading, e));
        } catch (Error e) {
            // Its members get an answer, too, and the group can be read again.
            Vitals.suffered(e);
            mailbox.post(() -> notTaken(reading, new IllegalStateException("reading broke", e)));
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
            teller.tellNews(group, group.exactUpTo(processed));
            memberships.answer(group, processed);
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

    /** What is too dear now is too dear the next time. */
    private static boolean isPassing(ErrorCode code) {
        return code.status() == 503 && code != ErrorCode.QUERY_TIMEOUT;
    }

    private void recoverLater(Subscription member) {
        mailbox.post(() -> recover(member));
    }

    private void drainedLater(ClientSocket socket) {
        mailbox.post(() -> roomMade |= large.left(socket));
    }

    /** What waits for the socket will never be taken. On any thread. */
    void gone(ClientSocket socket) {
        drainedLater(socket);
    }

    private void recover(Subscription member) {
        if (member.state == Subscription.State.LOST && teller.tellLost(member, processed)) {
            member.state = Subscription.State.WAITING;
            memberships.answer(member, processed);
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
            LOG.warn("Live queries were still at work after {} s.", CLOSE_SECONDS);
        }
    }
}
