// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataControl;
import io.lynchet.api.row.Change;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * {@code changes}: the log, and what is added to it.
 *
 * <p>Following keeps no changes in memory: the feed only rings a bell, and the log is read. However slow the terminal is, nothing is lost
 * and no writer waits.
 */
public final class ChangesCommand implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 100_000;
    private static final int BLOCK = 500;
    private static final long LOOK_MILLIS = 1_000;

    @Override
    public String name() {
        return "changes";
    }

    @Override
    public String summary() {
        return "The change log, also as it grows";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name())
                .flag("-f", "go on with what comes, until Ctrl-C")
                .option("--after", "seq", "changes after this one, from the oldest")
                .option("--limit", "n", "at most so many, " + LIMIT + " unless told")
                .option("--entity", "name", "of this entity only")
                .json();
    }

    @Override
    public String guide() {
        return """
                Without --after: the newest changes. Times are in UTC. All entities, also those
                of the system; no policy applies.

                  changes -f
                  changes --entity Todo --limit 5
                  changes --after 1200 --json
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) throws InterruptedException {
        ChangeFeed feed = services.need(ChangeFeed.class, "change feed of the data service");
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        OptionalLong after = arguments.number("--after", 0, Long.MAX_VALUE);
        String entity = arguments.value("--entity").orElse(null);
        ChangePrinter printer = new ChangePrinter(out, arguments.json());
        if (arguments.has("-f")) {
            follow(feed, after, limit, entity, printer, services);
        } else if (after.isPresent()) {
            forward(feed, after.getAsLong(), limit, entity, printer);
        } else {
            long head = feed.head();
            newest(feed, head, oldest(services), limit, entity).forEach(printer::print);
        }
    }

    private static long oldest(Services services) {
        return services.find(DataControl.class).map(c -> c.status().oldestSeq()).orElse(1L);
    }

    private static boolean wanted(Change change, String entity) {
        return entity == null || change.entity().equals(entity);
    }

    /** Walks back from the head, block by block, until there are enough. */
    private static Deque<Change> newest(ChangeFeed feed, long head, long oldest, int limit, String entity)
            throws InterruptedException {
        Deque<Change> found = new ArrayDeque<>();
        long end = head;
        while (found.size() < limit && end >= oldest) {
            long start = Math.max(oldest - 1, end - BLOCK);
            List<Change> block = feed.read(start, (int) (end - start));
            for (int i = block.size() - 1; i >= 0 && found.size() < limit; i--) {
                if (wanted(block.get(i), entity)) {
                    found.addFirst(block.get(i));
                }
            }
            end = start;
            stopIfInterrupted();
        }
        return found;
    }

    private static void forward(ChangeFeed feed, long after, int limit, String entity, ChangePrinter printer)
            throws InterruptedException {
        long last = after;
        int printed = 0;
        List<Change> block;
        do {
            block = feed.read(last, BLOCK);
            for (Change change : block) {
                if (printed < limit && wanted(change, entity)) {
                    printer.print(change);
                    printed++;
                }
                last = change.seq();
            }
            stopIfInterrupted();
        } while (block.size() == BLOCK && printed < limit);
    }

    private static void follow(
            ChangeFeed feed, OptionalLong after, int limit, String entity, ChangePrinter printer, Services services)
            throws InterruptedException {
        BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
        AutoCloseable subscription = feed.subscribe(changes -> bell.offer(Boolean.TRUE));
        try {
            long last = feed.head();
            if (after.isPresent()) {
                last = after.getAsLong();
            } else {
                newest(feed, last, oldest(services), limit, entity).forEach(printer::print);
            }
            while (true) {
                last = printNew(feed, last, entity, printer);
                if (bell.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) == null
                        && services.find(ChangeFeed.class).orElse(null) != feed) {
                    throw new LynchetException(
                            ErrorCode.UNAVAILABLE,
                            "The data service was stopped; go on with: changes -f --after " + last);
                }
            }
        } finally {
            close(subscription);
        }
    }

    private static long printNew(ChangeFeed feed, long after, String entity, ChangePrinter printer)
            throws InterruptedException {
        long last = after;
        List<Change> block;
        do {
            block = feed.read(last, BLOCK);
            for (Change change : block) {
                if (wanted(change, entity)) {
                    printer.print(change);
                }
                last = change.seq();
            }
            printer.flush();
            stopIfInterrupted();
        } while (block.size() == BLOCK);
        return last;
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static void close(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new LynchetException(ErrorCode.INTERNAL, "The subscription could not be closed.", e);
        }
    }
}
