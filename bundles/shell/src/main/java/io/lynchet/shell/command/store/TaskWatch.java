// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.store;

import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupProgress;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.OutputClosedException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wait for a task, with its progress on a terminal. An interrupt of the command cancels the task. */
public final class TaskWatch {
    private static final long TERMINAL_MILLIS = 200;
    private static final long QUIET_MILLIS = 1_000;
    private static final int BAR = 24;

    private final BackupTask task;
    private final Output out;
    private final long began = System.nanoTime();
    private String step = "";
    private long stepBegan;

    public TaskWatch(BackupTask task, Output out) {
        this.task = task;
        this.out = out;
    }

    public BackupReport await(boolean json) throws InterruptedException {
        CompletableFuture<BackupReport> report = task.report().toCompletableFuture();
        boolean bar = out.columns() > 0 && !json;
        try {
            while (true) {
                try {
                    BackupReport done = report.get(bar ? TERMINAL_MILLIS : QUIET_MILLIS, TimeUnit.MILLISECONDS);
                    clear(bar);
                    return done;
                } catch (TimeoutException e) {
                    show(bar);
                }
            }
        } catch (ExecutionException e) {
            clear(bar);
            throw e.getCause() instanceof LynchetException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException | OutputClosedException e) {
            // The client has gone.
            task.cancel();
            throw e;
        }
    }

    // The line is overwritten. Without a terminal nothing is shown; the flush only notices that the client has gone.
    private void show(boolean bar) {
        if (bar) {
            String text = text(task.progress());
            int width = out.columns() - 1;
            String line = text.length() > width ? text.substring(0, width) : text + " ".repeat(width - text.length());
            out.part("\r" + line);
        }
        out.flush();
    }

    private void clear(boolean bar) {
        if (bar) {
            out.part("\r" + " ".repeat(out.columns() - 1) + "\r");
        }
    }

    private String text(BackupProgress at) {
        long now = System.nanoTime();
        if (!at.step().equals(step)) {
            step = at.step();
            stepBegan = now;
        }
        if (at.total() <= 0) {
            return step + " ... " + seconds(now - began) + " s";
        }
        long done = Math.min(at.done(), at.total());
        int filled = (int) (BAR * done / at.total());
        double seconds = Math.max(0.001, (now - stepBegan) / 1e9);
        long rate = (long) (at.done() / seconds);
        String left = rate == 0 ? "" : ", " + (at.total() - done) / rate + " s left";
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %d %%  %,d of %,d, %,d/s%s",
                step,
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                100 * done / at.total(),
                at.done(),
                at.total(),
                rate,
                left);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    /** Returns the seconds since the start. */
    public String seconds() {
        return seconds(System.nanoTime() - began);
    }

    static JsonWriter json(BackupReport report) {
        JsonWriter to = new JsonWriter().beginObject().name("backup").value(report.backup());
        to.name("epoch").value(report.epoch()).name("seq").value(report.seq());
        to.name("rows").value(report.rows()).name("bytes").value(report.bytes());
        to.name("problems").value((Object) report.problems());
        report.restoredTo().ifPresent(seq -> to.name("restoredTo").value(seq));
        return to.endObject();
    }
}
