// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of rows of deleted accounts to which more rows refer than one commit should change.
 *
 * <p>The rows are noted in the store until nothing is left to do, so that the work resumes after a restart. Each step
 * makes some references null. The last one deletes the row, or leaves it emptied because others require it. One thread
 * at a time runs steps.
 */
public final class RowRemovalQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RowRemovalQueue.class);
    private static final int NOTED_MAX = 100;
    private static final int HELD_MAX = 1_000;
    /** The most references that one commit makes null. */
    public static final int STEP_MAX = 1_000;

    private final SystemRows rows;
    private final int stepMax;
    private final Runnable waker;
    /** The rows whose references a hook of the app does not let go. */
    private final Set<String> held = new HashSet<>();

    /**
     * Creates the queue.
     *
     * @param stepMax the most references that one step makes null
     * @param waker wakes the thread that runs the steps
     */
    public RowRemovalQueue(SystemRows rows, int stepMax, Runnable waker) {
        this.rows = rows;
        this.stepMax = stepMax;
        this.waker = waker;
    }

    int stepMax() {
        return stepMax;
    }

    void wake() {
        waker.run();
    }

    /** Returns the write that notes a row of a deleted account. */
    Mutation noted(DataService service, AppRow row, String userId) {
        Draft draft = new Draft(SystemRows.entity(service, AuthSchema.LEAVING));
        return new Mutation.Insert(draft.set("entity", row.entity().name())
                .set("rowId", row.id())
                .set("userId", userId)
                .set("createdAt", rows.now()));
    }

    /** Runs one step for each noted row, up to 100 of them. Returns whether there is more to do. */
    public boolean step() {
        List<Row> noted = rows.newest(AuthSchema.LEAVING, entity -> Filter.Constant.TRUE, "createdAt", NOTED_MAX);
        boolean more = false;
        for (Row note : noted) {
            more |= !step(note);
        }
        return more || noted.size() == NOTED_MAX;
    }

    // Returns whether this was the row's last step.
    private boolean step(Row note) {
        Optional<WriteResult> touched = rows.writeIfUnchanged(service -> List.of(new Mutation.Update(
                note.id(), new Draft(SystemRows.entity(service, AuthSchema.LEAVING)), Mutation.ANY)));
        if (touched.isEmpty()) {
            return true;
        }
        Step step = new Step(note, touched.get().seq());
        try {
            return rows.writeIfUnchanged(step::writes).isPresent() && step.last;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.REFERENCE_IN_USE) {
                return false;
            }
            if (step.last || step.clearing.isEmpty()) {
                throw e;
            }
            LOG.debug("One row is held by others, so the rows are cleared one by one.", e);
            step.clearing.forEach(this::clear);
            return false;
        }
    }

    // A hook of the app may have a reason to keep a reference. The referred row is empty by now.
    private void clear(AppRow row, Draft patch) {
        try {
            rows.write(service -> List.of(new Mutation.Update(row.id(), patch, Mutation.ANY)));
        } catch (LynchetException e) {
            held.add(row.entity().name() + " " + row.id());
            LOG.warn(
                    "{} {} keeps its reference to a row of a deleted account: {}",
                    row.entity().name(),
                    row.id(),
                    e.getMessage());
        }
    }

    private boolean isHeld(AppRow row) {
        return held.contains(row.entity().name() + " " + row.id());
    }

    private final class Step {
        private final Row note;
        private final long head;
        private Map<AppRow, Draft> clearing = Map.of();
        private boolean last;

        Step(Row note, long head) {
            this.note = note;
            this.head = head;
        }

        List<Mutation> writes(DataService service) {
            List<Mutation> writes = new ArrayList<>();
            String id = (String) note.get("rowId");
            Entity entity = service.app().schema().entityOrNull((String) note.get("entity"));
            boolean there = entity != null && UserRows.isThere(service, entity, id);
            if (there) {
                AppRow row = new AppRow(entity, id);
                Referrers referrers = new Referrers(service, Map.of());
                clearing = referrers.nulls(List.of(row), stepMax + held.size());
                boolean isHeld = clearing.keySet().removeIf(RowRemovalQueue.this::isHeld);
                clearing.forEach((from, patch) -> writes.add(new Mutation.Update(from.id(), patch, head)));
                last = clearing.isEmpty() || held.size() >= HELD_MAX;
                if (last && !isHeld && !referrers.removable(List.of(row)).isEmpty()) {
                    writes.add(new Mutation.Delete(entity, id, Mutation.ANY));
                } else if (last) {
                    LOG.info(
                            "{} {} of a deleted account stays, emptied, since other rows require it.",
                            entity.name(),
                            id);
                }
            } else {
                last = true;
            }
            if (last) {
                writes.add(new Mutation.Delete(note.entity(), note.id(), Mutation.ANY));
            }
            return writes;
        }
    }
}
