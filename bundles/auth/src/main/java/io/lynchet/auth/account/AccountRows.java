// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.auth.session.SessionGuardedWrite;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The accounts as rows. Their address and roles are apart from the app's own user row, which its owner may be allowed
 * to edit.
 */
public final class AccountRows implements Accounts {
    private static final int ID_BYTES = 20;
    private static final int NAME_CHARS_MAX = 200;
    private static final int URL_CHARS_MAX = 2_000;
    public static final String ORGANISATION_ROLE = "org:";

    public static final int ROLES_MAX = 100;
    private static final int LISTED_MAX = 1_000;
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /** The entities whose rows belong to an account, by their field {@code userId}. */
    private static final List<String> OWNED = List.of(AuthSchema.SESSIONS, AuthSchema.KEYS, AuthSchema.LINKS);

    private final SystemRows rows;
    private final ManifestAuth manifest;
    private final Collection<AccountRecords> records;
    private final AccountAddresses addresses = new AccountAddresses();
    private final AccountRemoval removal;

    /**
     * Creates the accounts.
     *
     * @param records the data of other bundles about accounts; may change meanwhile
     * @param removals the queue that continues a deletion
     */
    public AccountRows(
            SystemRows rows, ManifestAuth manifest, Collection<AccountRecords> records, RowRemovalQueue removals) {
        this.rows = rows;
        this.manifest = manifest;
        this.records = records;
        this.removal = new AccountRemoval(rows, manifest, records, this::credentials, removals);
    }

    @Override
    public Optional<Account> byId(String userId) {
        return rows.get(AuthSchema.ACCOUNTS, userId).map(AccountRows::account);
    }

    @Override
    public Optional<Account> byEmail(String email) {
        return rows.read(service -> addresses.find(service, email)).map(AccountRows::account);
    }

    @Override
    public Optional<Account> byLink(String method, String subject) {
        return rows.get(AuthSchema.LINKS, linkId(method, subject)).flatMap(link -> byId((String) link.get("userId")));
    }

    @Override
    public Account create(NewAccount wanted) {
        String id = TokenDigests.randomHex(ID_BYTES);
        Instant now = rows.now();
        return taken(() -> {
            rows.write(service -> {
                NewAccount account = checked(service, wanted);
                List<Mutation> writes = new ArrayList<>(2);
                writes.add(
                        new Mutation.Insert(draft(SystemRows.entity(service, AuthSchema.ACCOUNTS), id, account, now)));
                manifest.userEntity(service)
                        .ifPresent(entity -> writes.add(new Mutation.Insert(UserRows.draft(entity, id, account, now))));
                return writes;
            });
            return byId(id).orElseThrow();
        });
    }

    private NewAccount checked(DataService service, NewAccount wanted) {
        return new NewAccount(
                wanted.email() == null ? null : addresses.free(service, wanted.email()),
                wanted.emailVerified(),
                limited("displayName", wanted.displayName(), NAME_CHARS_MAX),
                limited("avatarUrl", wanted.avatarUrl(), URL_CHARS_MAX));
    }

    private static String limited(String what, String text, int charsMax) {
        if (text != null && text.length() > charsMax) {
            throw new LynchetException(ErrorCode.INVALID_DATA, what + " has more than " + charsMax + " characters.");
        }
        return text;
    }

    private static Draft draft(Entity entity, String id, NewAccount account, Instant now) {
        return new Draft(entity)
                .set("id", id)
                .set("email", account.email())
                .set("emailVerified", account.email() != null && account.emailVerified())
                .set("displayName", account.displayName())
                .set("avatarUrl", account.avatarUrl())
                .set("roles", "")
                .set("createdAt", now);
    }

    /** Turns a unique violation of the account's address into the error that callers know. */
    private static <T> T taken(java.util.function.Supplier<T> write) {
        try {
            return write.get();
        } catch (LynchetException e) {
            boolean email = e.code() == ErrorCode.UNIQUE_VIOLATION
                    && e.problems().stream().anyMatch(problem -> problem.path().endsWith("email"));
            throw email ? AccountAddresses.taken(e) : e;
        }
    }

    @Override
    public void link(String userId, String method, String subject) {
        try {
            rows.insert(
                    AuthSchema.LINKS,
                    linkId(method, subject),
                    draft -> draft.set("userId", userId).set("method", method).set("createdAt", rows.now()));
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.ID_CONFLICT) {
                throw e;
            }
            boolean same = byLink(method, subject)
                    .filter(account -> account.id().equals(userId))
                    .isPresent();
            if (!same) {
                throw new LynchetException(ErrorCode.CONFLICT, "This identity belongs to another account.", e);
            }
        }
    }

    private static String linkId(String method, String subject) {
        return TokenDigests.hash(method + '\0' + subject);
    }

    @Override
    public void emailVerified(String userId, String email) {
        taken(() -> rows.writeAsRead(service -> {
            String kept = addresses.proven(service, userId, email);
            Entity accounts = SystemRows.entity(service, AuthSchema.ACCOUNTS);
            List<Mutation> writes = new ArrayList<>();
            Draft account = new Draft(accounts);
            if (Boolean.FALSE.equals(
                    service.get(Principal.ADMIN, accounts, userId).get("emailVerified"))) {
                // The previous user of the account never proved the address, so none of their credentials stay. A
                // second factor signs nobody in by itself, and a hijacked mailbox must not be worth more than a
                // password.
                writes.addAll(credentials(service, userId));
            }
            writes.addAll(proven(service, userId, account, kept));
            return writes;
        }));
    }

    @Override
    public void emailConfirmed(String userId, String sessionId, String email) {
        taken(() -> SessionGuardedWrite.write(rows, userId, sessionId, service -> {
            Entity accounts = SystemRows.entity(service, AuthSchema.ACCOUNTS);
            return proven(service, userId, new Draft(accounts), addresses.proven(service, userId, email));
        }));
    }

    /**
     * Returns the writes for a proven address.
     *
     * @param account the other changes of the account
     */
    private List<Mutation> proven(DataService service, String userId, Draft account, String email) {
        List<Mutation> writes = new ArrayList<>(2);
        writes.add(new Mutation.Update(userId, account.set("email", email).set("emailVerified", true), Mutation.ANY));
        userRow(service, userId).ifPresent(row -> {
            Draft user = UserRows.verified(row.entity(), email, rows.now());
            if (!user.isEmpty()) {
                writes.add(new Mutation.Update(userId, user, Mutation.ANY));
            }
        });
        return writes;
    }

    /** Returns deletions of everything that signs this account in. */
    private List<Mutation> credentials(DataService service, String userId) {
        List<Mutation> deletions = new ArrayList<>();
        for (String name : OWNED) {
            Entity entity = SystemRows.entity(service, name);
            Query own = Query.of(entity, SystemRows.equal(entity, "userId", userId), Query.LIMIT_MAX - 1);
            for (Row row : service.query(Principal.ADMIN, own).rows()) {
                deletions.add(new Mutation.Delete(entity, row.id(), Mutation.ANY));
            }
        }
        records.forEach(record -> deletions.addAll(record.credentials(service, userId)));
        return deletions;
    }

    private Optional<Row> userRow(DataService service, String userId) {
        return manifest.userEntity(service)
                .flatMap(entity -> service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId)));
    }

    @Override
    public List<Account> newest(Instant before, int limit) {
        if (limit < 1 || limit > LISTED_MAX) {
            throw new IllegalArgumentException("limit " + limit);
        }
        return rows
                .newest(
                        AuthSchema.ACCOUNTS,
                        entity -> before == null
                                ? Filter.Constant.TRUE
                                : SystemRows.compare(entity, "createdAt", Comparison.LESS, before),
                        "createdAt",
                        limit)
                .stream()
                .map(AccountRows::account)
                .toList();
    }

    @Override
    public void secondFactor(String userId, String method) {
        rows.update(AuthSchema.ACCOUNTS, userId, draft -> draft.set("secondFactor", method));
    }

    @Override
    public void roles(String userId, Set<String> roles) {
        if (roles.size() > ROLES_MAX
                || !roles.stream()
                        .allMatch(role -> ROLE.matcher(role).matches() && !role.startsWith(ORGANISATION_ROLE))) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "Roles are at most " + ROLES_MAX + " names of 1 to 64 letters, digits and _ . : - each; those with "
                            + ORGANISATION_ROLE + " come from organisations.");
        }
        rows.update(AuthSchema.ACCOUNTS, userId, draft -> draft.set("roles", String.join(" ", new TreeSet<>(roles))));
    }

    @Override
    public void delete(String userId) {
        remove(userId);
    }

    /** Deletes an account. Returns what remains, in words for the audit log, or null when nothing does. */
    public String remove(String userId) {
        if (byId(userId).isEmpty()) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "The account does not exist.");
        }
        return removal.remove(userId);
    }

    private static Account account(Row row) {
        String roles = (String) row.get("roles");
        return new Account(
                row.id(),
                (String) row.get("email"),
                (Boolean) row.get("emailVerified"),
                (String) row.get("displayName"),
                (String) row.get("avatarUrl"),
                roles.isEmpty() ? Set.of() : Arrays.stream(roles.split(" ")).collect(Collectors.toSet()),
                false,
                (Instant) row.get("createdAt"));
    }
}
