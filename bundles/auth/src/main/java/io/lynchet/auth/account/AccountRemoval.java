// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.system.rows.SystemRows;
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
 * The deletion of an account. Rows of others can't prevent it: optional references to the account's rows become null,
 * and a row that others require stays, emptied.
 *
 * <p>All of it is one commit, unless more rows refer to the account's rows than one commit should change. Then the rows
 * are emptied at once, and {@link RowRemovalQueue} does the rest step by step, also after a restart. The account and
 * its credentials go with the first of these commits in any case.
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
    private final RowRemovalQueue removals;

    /** The deletions of everything that signs an account in. */
    interface Credentials {
        List<Mutation> of(DataService service, String userId);
    }

    /**
     * Creates the deletion.
     *
     * @param records the data of other bundles about accounts; may change meanwhile
     */
    AccountRemoval(
            SystemRows rows,
            ManifestAuth manifest,
            Collection<AccountRecords> records,
            Credentials credentials,
            RowRemovalQueue removals) {
        this.rows = rows;
        this.manifest = manifest;
        this.records = records;
        this.credentials = credentials;
        this.removals = removals;
    }

    /** Deletes an account. Returns what remains, in words for the audit log, or null when nothing does. */
    String remove(String userId) {
        signOut(userId);
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Removal removal = new Removal(userId, head(userId), attempt < ATTEMPTS_MAX);
            try {
                rows.write(removal::writes);
                return removal.told();
            } catch (LynchetException e) {
                if (removal.isClearing(e)) {
                    // A hook of the app holds a reference. The steps of the queue leave it out, so the next attempt
                    // uses them.
                    attempt = Math.max(attempt, ATTEMPTS_MAX - 1);
                } else if (!MOVED.contains(e.code()) || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("the last attempt returns or throws");
    }

    // An empty update returns the head of the log.
    private long head(String userId) {
        return rows.update(AuthSchema.ACCOUNTS, userId, draft -> draft).seq();
    }

    // Deletes credentials in commits of their own while there are too many for one commit with all the rest.
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

    /** One attempt to delete an account. */
    private final class Removal {
        private final String userId;
        private final long head;
        private final boolean wholly;
        private final Map<AppRow, Draft> changing = new HashMap<>();
        /** Records of other bundles may be credentials as well, and are then named twice. */
        private Set<Mutation> named = Set.of();

        private int clearingFrom;
        private int clearingTo;
        private int emptied;
        private boolean later;

        /**
         * Creates an attempt.
         *
         * @param head the head of the log, before anything was read
         * @param wholly whether one commit does all, if there are not too many references
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
            Map<AppRow, Draft> clearing = referrers.nulls(going, removals.stepMax() + 1);
            later = !going.isEmpty() && (!wholly || clearing.size() > removals.stepMax());
            if (later) {
                going.forEach(row -> writes.add(removals.noted(service, row, userId)));
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
                    row -> writes.add(new Mutation.Update(row.id(), Tombstone.patch(row, rows.now()), Mutation.ANY)));
        }

        /** Tells whether the attempt failed at making a reference null, for another reason than a change of the row. */
        boolean isClearing(LynchetException e) {
            return e instanceof MutationFailure failure
                    && failure.index() >= clearingFrom
                    && failure.index() < clearingTo
                    && !MOVED.contains(e.code());
        }

        String told() {
            if (later) {
                removals.wake();
                return "its " + emptied + " rows are emptied; references to them are made null in steps";
            }
            return emptied == 0 ? null : emptied + " of its rows stay emptied, since others require them";
        }
    }
}
