// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.LynchetException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a store knows of itself between two transactions: the layout, the head of the log, and how it has been going. Changed by whoever has the writer's place;
 * the volatile parts are read by all.
 */
public abstract class StoreState {
    private final WriterFigures figures = new WriterFigures();
    private Instant last = Instant.MIN;
    private volatile Layout layout;
    private volatile Identity identity;
    private volatile long head;
    private volatile LynchetException trouble;

    /** What changes with a load, an epoch, and when the log is pruned only. */
    public record Identity(String storeId, long epoch, long oldestSeq) {
        public static Identity read(Database database) throws SQLException {
            return new Identity(
                    Catalog.text(database, "store_id"),
                    Catalog.number(database, "epoch", 1),
                    ChangeLog.oldest(database));
        }
    }

    /** Takes in what is stored. */
    protected final void read(Database database) throws SQLException {
        layout = Catalog.read(database);
        identity = Identity.read(database);
        head(ChangeLog.head(database));
    }

    public final WriterFigures figures() {
        return figures;
    }

    public final Layout layout() {
        return layout;
    }

    /** Another layout, after an install has been committed. */
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

    /** After a commit. */
    protected void head(long next) {
        head = next;
    }

    /** Why the last attempt to write failed, or null when it did not. */
    public final LynchetException trouble() {
        return trouble;
    }

    protected final void trouble(LynchetException why) {
        trouble = why;
    }

    /** The instant of a transaction, as exact as it is stored: now, but never before the one of the last. */
    public final Instant now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last;
        return last;
    }
}
