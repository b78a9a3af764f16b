// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.row.Change;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** {@code changes}: shows the log, and follows it. */
public final class ChangesCommand implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 100_000;

    @Override
    public String name() {
        return "changes";
    }

    @Override
    public String summary() {
        return "Shows the change log, with -f also as it grows";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .flag("-f", "follow new changes until Ctrl-C")
                .option("--after", "seq", "changes after this seq, oldest first")
                .option("--limit", "n", "about n changes, " + LIMIT + " by default")
                .option("--entity", "name", "only changes of this entity")
                .json();
    }

    @Override
    public String guide() {
        return """
                Without --after: the newest changes. Times are in UTC. Shows all entities, also
                those of the system; no policy applies. A commit is shown whole: "12+" says that
                its commit continues with the next change, and --limit stops at the end of one.

                  changes -f
                  changes --entity Todo --limit 5
                  changes --after 1200 --json
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException {
        ChangeFeed feed = services.need(ChangeFeed.class, "change feed of the data service");
        int limit = (int) arguments.number("--limit", 1, LIMIT_MAX).orElse(LIMIT);
        OptionalLong after = arguments.number("--after", 0, Long.MAX_VALUE);
        String entity = arguments.value("--entity").orElse(null);
        ChangePrinter printer = new ChangePrinter(out, arguments.json());
        if (arguments.has("-f")) {
            LogTail follower = new LogTail(feed, services, out, "changes -f");
            follow(feed, after, oldest(services), limit, entity, printer, follower);
        } else if (after.isPresent()) {
            forward(feed, after.getAsLong(), limit, entity, printer);
        } else {
            long head = feed.head();
            newest(feed, head, oldest(services), limit, entity).forEach(printer::print);
        }
    }

    private static long oldest(ShellServices services) {
        return services.find(DataAdmin.class).map(c -> c.status().oldestSeq()).orElse(1L);
    }

    private static boolean wanted(Change change, String entity) {
        return entity == null || change.entity().equals(entity);
    }

    /** Reads back from the head, block by block, until there are enough changes. */
    private static Deque<Change> newest(ChangeFeed feed, long head, long oldest, int limit, String entity)
            throws InterruptedException {
        Deque<Change> found = new ArrayDeque<>();
        long end = head;
        while (found.size() < limit && end >= oldest) {
            List<Change> block = feed.before(end, LogTail.BLOCK);
            for (int i = block.size() - 1; i >= 0; i--) {
                Change change = block.get(i);
                if (change.endsCommit() && found.size() >= limit) {
                    return found;
                }
                if (wanted(change, entity)) {
                    found.addFirst(change);
                }
            }
            if (block.isEmpty()) {
                return found;
            }
            end = block.get(0).seq() - 1;
            LogTail.stopIfInterrupted();
        }
        return found;
    }

    private static void forward(ChangeFeed feed, long after, int limit, String entity, ChangePrinter printer)
            throws InterruptedException {
        long last = after;
        int printed = 0;
        List<Change> block;
        do {
            block = feed.read(last, LogTail.BLOCK);
            for (Change change : block) {
                if (wanted(change, entity)) {
                    printer.print(change);
                    printed++;
                }
                last = change.seq();
                if (printed >= limit && change.endsCommit()) {
                    return;
                }
            }
            LogTail.stopIfInterrupted();
        } while (!block.isEmpty());
    }

    private static void follow(
            ChangeFeed feed,
            OptionalLong after,
            long oldest,
            int limit,
            String entity,
            ChangePrinter printer,
            LogTail follower)
            throws InterruptedException {
        // The head comes first: the follower shows what is added meanwhile.
        long last = after.orElse(feed.head());
        if (after.isEmpty()) {
            newest(feed, last, oldest, limit, entity).forEach(printer::print);
        }
        follower.follow(last, change -> {
            if (wanted(change, entity)) {
                printer.print(change);
            }
        });
    }
}
