// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.write.WriterStats;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The state of a store between two transactions: layout, head of the log, identity, last failure. The thread that has
 * the writer's place changes it; any thread reads the volatile parts.
 */
public abstract class StoreState {
    private final WriterStats figures = new WriterStats();
    private Instant last = Instant.MIN;
    private volatile Layout layout;
    private volatile Identity identity;
    private volatile long head;
    private volatile LynchetException trouble;

    /** The values that change only with a load, an epoch, or when the log is pruned. */
    public record Identity(String storeId, long epoch, long oldestSeq) {
        public static Identity read(Database database) throws SQLException {
            return new Identity(
                    Catalog.text(database, "store_id"),
                    Catalog.number(database, "epoch", 1),
                    ChangeLog.oldest(database));
        }
    }

    /** Reads the stored state. */
    protected final void read(Database database) throws SQLException {
        layout = Catalog.read(database);
        identity = Identity.read(database);
        head(ChangeLog.head(database));
    }

    public final WriterStats figures() {
        return figures;
    }

    public final Layout layout() {
        return layout;
    }

    /** Sets the layout after an install has been committed. */
    protected final void layout(Layout next) {
        layout = next;
    }

    public final Identity identity() {
        return identity;
    }

    protected final void identity(Identity next) {
        identity = next;
    }

    public final long head() {
        return head;
    }

    /** Sets the head after a commit. */
    protected void head(long next) {
        head = next;
    }

    /** Returns the failure of the last attempt to write, or null when it succeeded. */
    public final LynchetException trouble() {
        return trouble;
    }

    protected final void trouble(LynchetException why) {
        trouble = why;
    }

    /** Returns the instant of a transaction, in microseconds as stored: now, but never before the previous one. */
    public final Instant now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last;
        return last;
    }
}
