// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.row.Change;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The follower of the log, until the thread is interrupted. It keeps no changes in memory: the feed only wakes it, and
 * it reads the log. So a slow terminal loses nothing and makes no writer wait.
 */
public final class LogTail {
    static final int BLOCK = 500;
    private static final long LOOK_MILLIS = 1_000;

    private final ChangeFeed feed;
    private final ShellServices services;
    private final Output out;
    private final String resume;

    /**
     * Creates a follower.
     *
     * @param resume the command, without the seq at its end, that resumes after the data service was stopped
     */
    public LogTail(ChangeFeed feed, ShellServices services, Output out, String resume) {
        this.feed = feed;
        this.services = services;
        this.out = out;
        this.resume = resume;
    }

    /**
     * Passes each change after {@code after} on, in whole commits. Fails with {@code UNAVAILABLE} when the data service
     * is stopped.
     */
    public void follow(long after, Consumer<Change> to) throws InterruptedException {
        BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
        AutoCloseable subscription = feed.subscribe(changes -> bell.offer(Boolean.TRUE));
        try {
            long last = after;
            while (true) {
                last = handOn(last, to);
                if (bell.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) == null
                        && services.find(ChangeFeed.class).orElse(null) != feed) {
                    throw new LynchetException(
                            ErrorCode.UNAVAILABLE,
                            "The data service was stopped; continue with: " + resume + " --after " + last);
                }
            }
        } finally {
            close(subscription);
        }
    }

    private long handOn(long after, Consumer<Change> to) throws InterruptedException {
        long last = after;
        List<Change> block;
        do {
            block = feed.read(last, BLOCK);
            for (Change change : block) {
                to.accept(change);
                last = change.seq();
            }
            out.flush();
            stopIfInterrupted();
        } while (!block.isEmpty());
        return last;
    }

    static void stopIfInterrupted() throws InterruptedException {
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
