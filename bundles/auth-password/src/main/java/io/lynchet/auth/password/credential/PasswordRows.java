// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.system.rows.SystemRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The stored passwords. */
public final class PasswordRows {
    private static final int TRIES = 4;
    private static final Set<ErrorCode> OTHERS_WERE_FASTER =
            Set.of(ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.NOT_FOUND);

    private final SystemRows rows;
    private final ResetRows resets;

    /**
     * A stored password.
     *
     * @param proven whether the account's address was known to belong to the user who set the password
     */
    public record Stored(String hash, boolean proven) {
        /**
         * Tells whether the password counts for the account's current state. It does not when the address was verified
         * since, by another way than this password's owner. A user who registered another's address must not share the
         * account with the address's owner. Usually such a password is deleted by then
         * ({@link AccountPasswordRecords}), but this bundle may have been missing at that time.
         */
        boolean goodFor(Account account) {
            return proven || !account.emailVerified();
        }

        /** Leaves the hash out. */
        @Override
        public String toString() {
            return proven ? "proven password" : "password";
        }
    }

    public PasswordRows(SystemRows rows, ResetRows resets) {
        this.rows = rows;
        this.resets = resets;
    }

    public Optional<Stored> find(String userId) {
        return rows.get(PasswordSchema.PASSWORDS, userId)
                .map(row -> new Stored((String) row.get("hash"), (Boolean) row.get("proven")));
    }

    /** Replaces the hash only: the same password, hashed with other settings. */
    public void rehash(String userId, String hash) {
        rows.update(PasswordSchema.PASSWORDS, userId, draft -> draft.set("hash", hash));
    }

    /** Notes that the user who set the password has proven the account's address. Does nothing without a password. */
    public void prove(String userId) {
        try {
            rows.update(PasswordSchema.PASSWORDS, userId, draft -> draft.set("proven", true));
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Sets the password, and deletes all reset tokens of the account. */
    public void set(String userId, Stored password) {
        replace(userId, password, null);
    }

    /**
     * Sets the password in the same commit that uses the token up. So of two requests with one token only one succeeds;
     * the other fails with {@code INVALID_CODE}. All other tokens of the account are deleted, too.
     */
    public void setByReset(String userId, Stored password, String resetId) {
        replace(userId, password, resetId);
    }

    private void replace(String userId, Stored password, String resetId) {
        for (int left = TRIES; ; left--) {
            try {
                rows.write(service -> mutations(service, userId, password, resetId));
                return;
            } catch (LynchetException e) {
                if (resetId != null && isFirst(e) && e.code() == ErrorCode.NOT_FOUND) {
                    throw ResetRows.badToken();
                }
                // A token of the account has expired meanwhile, or a first password was set: try again.
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
            Entity tokens = SystemRows.entity(service, PasswordSchema.RESETS);
            mutations.add(new Mutation.Delete(tokens, resetId, Mutation.ANY));
        }
        Entity entity = SystemRows.entity(service, PasswordSchema.PASSWORDS);
        Optional<Row> before = service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId));
        Draft draft = new Draft(entity)
                .set("hash", password.hash())
                .set("proven", password.proven())
                .set("changedAt", rows.now());
        mutations.add(
                before.isPresent()
                        ? new Mutation.Update(userId, draft, Mutation.ANY)
                        : new Mutation.Insert(draft.set("id", userId)));
        mutations.addAll(resets.deletions(service, userId, resetId));
        return mutations;
    }
}
