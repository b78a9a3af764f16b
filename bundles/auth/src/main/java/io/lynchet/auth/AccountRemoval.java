// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes an account away, and no row of others can keep it: optional references to its rows become null, and a row that others require stays
 * without what was in it. That is one commit, unless more rows refer to it than one commit should change; then the rows are emptied at once and
 * {@link LeavingRows} does the rest, step by step, also after a restart. What lets the person in is gone with the first commit in any case.
 */
final class AccountRemoval {
    private static final int CREDENTIALS_MAX = 4_000;
    private static final int ATTEMPTS_MAX = 4;
    private static final Set<ErrorCode> MOVED =
            EnumSet.of(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.REFERENCE_IN_USE);

    private final SystemRows rows;
    private final ManifestAuth manifest;
    private final Collection<AccountRecords> records;
    private final Credentials credentials;
    private final LeavingRows leaving;

    /** Deletions of all that signs an account in. */
    interface Credentials {
        List<Mutation> of(DataService service, String userId);
    }

    /** @param records what other bundles keep about accounts; may change meanwhile */
    AccountRemoval(
            SystemRows rows,
            ManifestAuth manifest,
            Collection<AccountRecords> records,
            Credentials credentials,
            LeavingRows leaving) {
        this.rows = rows;
        this.manifest = manifest;
        this.records = records;
        this.credentials = credentials;
        this.leaving = leaving;
    }

    /** What it came to, in words for the audit log, or null when nothing is left of the account. */
    String remove(String userId) {
        signOut(userId);
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Removal removal = new Removal(userId, head(userId), attempt < ATTEMPTS_MAX);
            try {
                rows.write(removal::writes);
                return removal.told();
            } catch (LynchetException e) {
                if (removal.isClearing(e)) {
                    // A hook of the app does not let go of a reference: that is for the steps, which leave it out.
                    attempt = Math.max(attempt, ATTEMPTS_MAX - 1);
                } else if (!MOVED.contains(e.code()) || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("the last attempt returns or throws");
    }

    // An update of nothing tells the head of the log.
    private long head(String userId) {
        return rows.update(AuthSchema.ACCOUNTS, userId, draft -> draft).seq();
    }

    // Of more than fit into one commit beside all else; each makes the next few.
    private void signOut(String userId) {
        int[] count = new int[1];
        do {
            rows.writeAsRead(service -> {
                List<Mutation> all = credentials.of(service, userId);
                count[0] = all.size();
                return all.size() <= CREDENTIALS_MAX ? List.of() : all.subList(0, CREDENTIALS_MAX);
            });
        } while (count[0] > CREDENTIALS_MAX);
    }

    /** One attempt. */
    private final class Removal {
        private final String userId;
        private final long head;
        private final boolean wholly;
        private final Map<AppRow, Draft> changing = new HashMap<>();
        /** What is kept may let somebody in as well, and is named twice then. */
        private Set<Mutation> named = Set.of();

        private int clearingFrom;
        private int clearingTo;
        private int emptied;
        private boolean later;

        /**
         * @param head of the log, before anything was read
         * @param wholly in one commit, if there are not too many references
         */
        Removal(String userId, long head, boolean wholly) {
            this.userId = userId;
            this.head = head;
            this.wholly = wholly;
        }

        List<Mutation> writes(DataService service) {
            Set<AppRow> going = new LinkedHashSet<>();
            changing.clear();
            List<Mutation> writes = new ArrayList<>(credentials.of(service, userId));
            named = new HashSet<>(writes);
            records.forEach(record -> record.others(service, userId).forEach(change -> sort(change, writes, going)));
            manifest.userEntity(service)
                    .filter(entity -> UserRows.isThere(service, entity, userId))
                    .ifPresent(entity -> going.add(new AppRow(entity, userId)));
            Referrers referrers = new Referrers(service, changing);
            Map<AppRow, Draft> clearing = referrers.nulls(going, leaving.stepMax() + 1);
            later = !going.isEmpty() && (!wholly || clearing.size() > leaving.stepMax());
            if (later) {
                going.forEach(row -> writes.add(leaving.noted(service, row, userId)));
                empty(going, writes);
            } else {
                clear(clearing, writes);
                List<AppRow> removable = referrers.removable(going);
                removable.forEach(row -> writes.add(new Mutation.Delete(row.entity(), row.id(), Mutation.ANY)));
                going.removeAll(removable);
                empty(going, writes);
            }
            Entity accounts = SystemRows.entity(service, AuthSchema.ACCOUNTS);
            writes.add(new Mutation.Delete(accounts, userId, Mutation.ANY));
            return writes;
        }

        private void sort(Mutation change, List<Mutation> writes, Set<AppRow> going) {
            if (change instanceof Mutation.Delete delete && !delete.entity().system()) {
                going.add(new AppRow(delete.entity(), delete.id()));
            } else if (named.add(change)) {
                writes.add(change);
            }
            if (change instanceof Mutation.Update update && !update.entity().system()) {
                changing.put(new AppRow(update.entity(), update.id()), update.patch());
            }
        }

        private void clear(Map<AppRow, Draft> clearing, List<Mutation> writes) {
            clearingFrom = writes.size();
            clearing.forEach((row, patch) -> writes.add(new Mutation.Update(row.id(), patch, head)));
            clearingTo = writes.size();
        }

        private void empty(Collection<AppRow> staying, List<Mutation> writes) {
            emptied = staying.size();
            staying.forEach(
                    row -> writes.add(new Mutation.Update(row.id(), EmptiedRow.patch(row, rows.now()), Mutation.ANY)));
        }

        /** Whether it failed at making a reference null, for another reason than that the row has changed. */
        boolean isClearing(LynchetException e) {
            return e instanceof MutationFailure failure
                    && failure.index() >= clearingFrom
                    && failure.index() < clearingTo
                    && !MOVED.contains(e.code());
        }

        String told() {
            if (later) {
                leaving.wake();
                return "its " + emptied + " rows are emptied; references to them are made null in steps";
            }
            return emptied == 0 ? null : emptied + " of its rows stay emptied, since others require them";
        }
    }
}
