// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.HandleLeaks;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.ThreadLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The common part of all store contracts: a fresh store for each test, short forms of commits, and the check for leaks.
 */
@ExtendWith({ThreadLeaks.class, HandleLeaks.class})
public abstract class StoreContract {
    /** The sample app; {@link #installSample} installs its schema. */
    protected final Sample app = new Sample();

    /** The store of this test: empty and without a schema, until a test installs one. */
    protected Store store;

    private StoreFixture fixture;

    /** Returns a fixture that no other test uses. */
    protected abstract StoreFixture newFixture();

    @BeforeEach
    final void openStore() {
        fixture = newFixture();
        store = fixture.open();
    }

    @AfterEach
    final void closeStore() {
        fixture.close();
    }

    protected final StoreFixture fixture() {
        return fixture;
    }

    protected final boolean has(StoreCapability power) {
        return fixture.capabilities().contains(power);
    }

    /** Installs the sample schema. */
    protected final void installSample() {
        install(app.schema());
    }

    protected final void install(Schema schema) {
        store.install(schema, Plans.create(schema));
    }

    protected final WriteResult insert(Row... rows) {
        return commit(inserts(List.of(rows)));
    }

    protected static List<Write> inserts(List<Row> rows) {
        return rows.stream().map(row -> (Write) new Write.Insert(row)).toList();
    }

    /** Updates fields, given as name and value in turn. */
    protected final WriteResult update(Entity entity, String id, Object... fields) {
        return commit(List.of(patch(entity, id, fields)));
    }

    protected final WriteResult delete(Entity entity, String id) {
        return commit(List.of(new Write.Delete(entity, id, Write.ANY)));
    }

    protected final WriteResult commit(List<Write> writes) {
        return Await.value(store.commit(commitOf(writes, Guard.NONE)));
    }

    protected final LynchetException refusalOf(Write... writes) {
        return Await.refusal(store.commit(commitOf(List.of(writes), Guard.NONE)));
    }

    protected static Commit commitOf(List<Write> writes, Guard guard) {
        return new Commit(writes, guard, Optional.empty(), Optional.empty());
    }

    protected static Write.Update patch(Entity entity, String id, Object... fields) {
        Draft draft = new Draft(entity);
        for (int i = 0; i < fields.length; i += 2) {
            draft.set((String) fields[i], fields[i + 1]);
        }
        return new Write.Update(id, draft, Write.ANY);
    }

    /** Returns the whole log. */
    protected final List<Change> log() {
        try (Snapshot snapshot = store.snapshot()) {
            List<Change> all = new ArrayList<>();
            List<Change> page = snapshot.changes(store.info().oldestSeq() - 1, 1_000);
            while (!page.isEmpty()) {
                all.addAll(page);
                long last = all.get(all.size() - 1).seq();
                page = snapshot.changes(last, 1_000);
                assertThat(page).as("changes after %s", last).allMatch(change -> change.seq() > last);
            }
            return all;
        }
    }

    /** Fails if the store has committed anything since its head was {@code head}. */
    protected final void assertNothingCommittedSince(long head) {
        assertThat(store.info().headSeq()).as("head of the log").isEqualTo(head);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.seq()).isEqualTo(head);
            assertThat(snapshot.changes(head, 10)).isEmpty();
        }
    }
}
