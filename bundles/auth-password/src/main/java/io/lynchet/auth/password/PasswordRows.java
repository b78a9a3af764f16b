// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The stored passwords. */
final class PasswordRows {
    private static final int TRIES = 4;
    private static final Set<ErrorCode> OTHERS_WERE_FASTER =
            Set.of(ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.NOT_FOUND);

    private final SystemRows rows;
    private final ResetRows resets;
    private final Clock clock;

    /**
     * A password as it is stored.
     *
     * @param proven whether the address of the account was known to be that of the person who set it
     */
    record Stored(String hash, boolean proven) {
        /**
         * Whether the password is good for the account as it is now. Not when the address has been verified since by another way than this
         * password's owner: whoever registered somebody else's address must not share the account with the person it belongs to.
         */
        boolean goodFor(Account account) {
            return proven || !account.emailVerified();
        }

        /** Never has the hash in it. */
        @Override
        public String toString() {
            return proven ? "proven password" : "password";
        }
    }

    PasswordRows(SystemRows rows, ResetRows resets, Clock clock) {
        this.rows = rows;
        this.resets = resets;
        this.clock = clock;
    }

    Optional<Stored> find(String userId) {
        return rows.find(PasswordSchema.PASSWORDS, userId)
                .map(row -> new Stored((String) row.get("hash"), (Boolean) row.get("proven")));
    }

    /** Replaces only the hash: the password is the same, made with other settings. */
    void rehash(String userId, String hash) {
        rows.call(service -> {
            Draft patch = new Draft(SystemRows.entity(service, PasswordSchema.PASSWORDS)).set("hash", hash);
            SystemRows.write(service, List.of(new Mutation.Update(userId, patch, Mutation.ANY)));
            return null;
        });
    }

    /** Sets the password, and takes back all reset tokens of the account. */
    void set(String userId, Stored password) {
        replace(userId, password, null);
    }

    /**
     * Sets the password in the same transaction in which the token is used up, so that of two with one token only one succeeds. The other
     * gets {@code INVALID_CODE}. All other tokens of the account go as well.
     */
    void setByReset(String userId, Stored password, String resetId) {
        replace(userId, password, resetId);
    }

    private void replace(String userId, Stored password, String resetId) {
        for (int left = TRIES; ; left--) {
            try {
                rows.call(service -> {
                    SystemRows.write(service, mutations(service, userId, password, resetId));
                    return null;
                });
                return;
            } catch (LynchetException e) {
                if (resetId != null && isFirst(e) && e.code() == ErrorCode.NOT_FOUND) {
                    throw ResetRows.badToken();
                }
                // A token of the account has expired meanwhile, or there is a first password now: look again.
                if (left == 1 || !OTHERS_WERE_FASTER.contains(e.code())) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFirst(LynchetException e) {
        return e instanceof MutationFailure failure && failure.index() == 0;
    }

    private List<Mutation> mutations(DataService service, String userId, Stored password, String resetId) {
        List<Mutation> mutations = new ArrayList<>();
        if (resetId != null) {
            Entity entity = SystemRows.entity(service, PasswordSchema.RESETS);
            mutations.add(new Mutation.Delete(entity, resetId, Mutation.ANY));
        }
        Optional<Row> before = SystemRows.find(service, PasswordSchema.PASSWORDS, userId);
        Draft draft = new Draft(SystemRows.entity(service, PasswordSchema.PASSWORDS))
                .set("hash", password.hash())
                .set("proven", password.proven())
                .set("changedAt", clock.instant().truncatedTo(ChronoUnit.MICROS));
        mutations.add(
                before.isPresent()
                        ? new Mutation.Update(userId, draft, Mutation.ANY)
                        : new Mutation.Insert(draft.set("id", userId)));
        mutations.addAll(resets.deletions(service, userId, resetId));
        return mutations;
    }
}
