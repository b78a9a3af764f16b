// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.rest.record.WriteAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An import. Rows are gathered and written as one commit. When that is refused, each is written on its own to find the
 * ones to blame. A row whose reference has no target yet waits, since the target may come later in the file. At the
 * end, or when too much waits, waiting rows are written, targets first, and rows in a circle of references together.
 */
final class ImportRun {
    /** The bytes that waiting rows may hold: some 60,000 rows of usual size. */
    static final long WAITING_BYTES_MAX = 16L * 1024 * 1024;

    /** The number of rows that may wait. */
    static final int WAITING_MAX = 100_000;

    private static final int GROUP_ROWS = 500;
    private static final int UNDER_WAY_MAX = 64;

    private final Gate<DataService> data;
    private final Principal principal;
    private final int waitingMax;
    private final ImportReport report = new ImportReport();
    private final List<ImportUnit> group = new ArrayList<>();
    private List<ImportItem> waiting = new ArrayList<>();
    private long waitingBytes;
    private boolean full;
    private boolean last;

    /** A unit that is being written. */
    private record UnderWay(ImportUnit unit, ImportUnit.Prepared prepared, CompletionStage<WriteResult> stage) {}

    /** @param waitingMax the number of rows that may wait */
    ImportRun(Gate<DataService> data, Principal principal, int waitingMax) {
        this.data = data;
        this.principal = principal;
        this.waitingMax = waitingMax;
    }

    /** Adds one row. */
    void add(ImportItem item) {
        group.add(ImportUnit.of(item));
        if (group.size() == GROUP_ROWS) {
            flush();
        }
    }

    /** Reports a row that can't be imported; a failure that is not the row's own ends the import. */
    void refuse(String at, String entity, String id, LynchetException error) {
        if (error.code().status() >= 500) {
            throw new LynchetException(
                    error.code(),
                    "The import ended at " + at + "; " + imported() + " rows are imported: " + error.getMessage(),
                    error.problems(),
                    error);
        }
        report.failed(at, entity, id, error);
    }

    long imported() {
        return report.imported();
    }

    Response finish() {
        flush();
        last = true;
        settle();
        return report.answer();
    }

    private void flush() {
        List<ImportUnit> units = List.copyOf(group);
        group.clear();
        write(units);
        if (!full && isCrowded()) {
            settle();
            // A retry for each new row would take forever for a file of only such rows.
            full = waiting.size() > waitingMax / 2 || waitingBytes > WAITING_BYTES_MAX / 2;
        }
    }

    private boolean isCrowded() {
        return waiting.size() >= waitingMax || waitingBytes >= WAITING_BYTES_MAX;
    }

    private void settle() {
        List<ImportItem> open = waiting;
        waiting = new ArrayList<>();
        waitingBytes = 0;
        List<ImportUnit> some = new ArrayList<>();
        int rows = 0;
        for (ImportUnit unit : data.call(service -> ImportUnit.ordered(open, service))) {
            if (rows + unit.items().size() > GROUP_ROWS) {
                write(some);
                some = new ArrayList<>();
                rows = 0;
            }
            if (unit.items().size() > Commit.WRITES_MAX / 2) {
                write(some);
                some = new ArrayList<>();
                rows = 0;
                largeCircle(unit);
            } else {
                some.add(unit);
                rows += unit.items().size();
            }
        }
        write(some);
    }

    private void largeCircle(ImportUnit circle) {
        if (!last) {
            // Its passes leave traces, so they begin when all rows of the file are known.
            circle.items().forEach(this::keep);
            return;
        }
        List<ImportUnit> some = new ArrayList<>();
        for (ImportUnit unit : data.call(circle::inTwoPasses)) {
            some.add(unit);
            if (some.size() == GROUP_ROWS) {
                one(some);
                some = new ArrayList<>();
            }
        }
        one(some);
    }

    private void write(List<ImportUnit> units) {
        if (!units.isEmpty() && (units.size() == 1 || !together(units))) {
            one(units);
        }
    }

    /** Writes all in one commit. Returns false when that was refused because of one of them. */
    private boolean together(List<ImportUnit> units) {
        try {
            WriteResult written = data.call(service -> {
                ImportUnit.Prepared prepared = new ImportUnit.Prepared();
                units.forEach(unit -> unit.prepare(service, prepared));
                return WriteAnswers.await(service.write(principal, prepared.mutations(), Optional.empty()));
            });
            units.forEach(unit -> succeeded(unit, written));
            return true;
        } catch (LynchetException e) {
            if (e.code().status() >= 500) {
                refuse(units.get(0).items().get(0).at(), null, null, e);
            }
            return false;
        }
    }

    /** Writes each unit on its own, many at the same time so that they share commits, and in order. */
    private void one(List<ImportUnit> units) {
        for (int from = 0; from < units.size(); from += UNDER_WAY_MAX) {
            List<ImportUnit> some = units.subList(from, Math.min(units.size(), from + UNDER_WAY_MAX));
            data.call(service -> {
                List<UnderWay> underWay = new ArrayList<>();
                some.forEach(unit -> underWay.add(start(service, unit)));
                underWay.forEach(this::end);
                return null;
            });
        }
    }

    private UnderWay start(DataService service, ImportUnit unit) {
        ImportUnit.Prepared prepared = new ImportUnit.Prepared();
        try {
            unit.prepare(service, prepared);
            return new UnderWay(unit, prepared, service.write(principal, prepared.mutations(), Optional.empty()));
        } catch (LynchetException e) {
            return new UnderWay(unit, prepared, CompletableFuture.failedStage(e));
        }
    }

    private void end(UnderWay one) {
        try {
            succeeded(one.unit(), WriteAnswers.await(one.stage()));
        } catch (LynchetException e) {
            boolean waits = e.code() == ErrorCode.INVALID_REFERENCE && !last;
            if (waits && !isCrowded()) {
                one.unit().items().forEach(this::keep);
            } else {
                failed(one, waits ? crowded(e) : e);
            }
        }
    }

    private void keep(ImportItem item) {
        waiting.add(item.waiting());
        waitingBytes += item.bytes();
    }

    private void succeeded(ImportUnit unit, WriteResult written) {
        for (ImportItem item : unit.items()) {
            if (!unit.links()) {
                report.inserted(item.entity(), written.seq());
            }
        }
    }

    private void failed(UnderWay one, LynchetException error) {
        List<ImportItem> items = one.unit().items();
        ImportItem blamed =
                error instanceof MutationFailure failure ? one.prepared().of().get(failure.index()) : items.get(0);
        if (one.unit().links()) {
            // The pass before has reported a missing row.
            if (error.code() != ErrorCode.NOT_FOUND) {
                refuse(blamed.at(), blamed.entity(), blamed.id(), unlinked(error));
            }
            return;
        }
        refuse(blamed.at(), blamed.entity(), blamed.id(), error);
        for (ImportItem item : items) {
            if (!item.equals(blamed)) {
                refuse(item.at(), item.entity(), item.id(), inCircle(blamed));
            }
        }
    }

    private LynchetException crowded(LynchetException error) {
        return new LynchetException(
                error.code(),
                error.getMessage() + " so far, and too many rows wait for rows that come later (at most "
                        + waitingMax + ", or " + WAITING_BYTES_MAX
                        + " bytes). Put rows before those that refer to them.",
                error.problems(),
                error);
    }

    private static LynchetException unlinked(LynchetException error) {
        return new LynchetException(
                error.code(),
                "The row is imported, but without its references to rows that come later: " + error.getMessage(),
                error.problems(),
                error);
    }

    private static LynchetException inCircle(ImportItem blamed) {
        return new LynchetException(
                ErrorCode.INVALID_REFERENCE,
                "The row and the one at " + blamed.at() + " refer to each other, and that one failed.");
    }
}
