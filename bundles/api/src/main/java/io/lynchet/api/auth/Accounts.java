// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who is known here. Offered by the auth bundle, used by sign-in methods. Accounts are rows of system entities, written through the log, so
 * they are in every backup and survive a restart. All methods block, are for any thread, and fail with {@code UNAVAILABLE} while there is no
 * data service.
 *
 * <p>When the manifest names a user entity ({@code auth.user.entity}, else {@code User}) that exists, each account that is no guest has a row
 * of it under its own id, made in the same transaction; of {@code email}, {@code displayName}, {@code emailVerified}, {@code avatarUrl} and
 * {@code createdAt} those are filled in that the entity has. What the app does with that row later changes nothing about the account: who
 * may edit their row can't become somebody else.
 */
@ProviderType
public interface Accounts {
    /** The account; empty for guests, and when there is none. */
    Optional<Account> byId(String userId);

    /**
     * The account with this address, which is compared in its {@linkplain EmailAddress canonical form}; an account from before there was one is
     * found by its own spelling as well. An unverified address finds its account, too.
     *
     * @param email as it was typed
     */
    Optional<Account> byEmail(String email);

    /** The account to which a method's identity has been linked. */
    Optional<Account> byLink(String method, String subject);

    /**
     * Makes an account with a random id. {@code EMAIL_TAKEN} when another one has the address, {@code INVALID_EMAIL} when it is none, and the
     * errors of the user entity when its required fields have no value.
     */
    Account create(NewAccount wanted);

    /** Links a method's identity; the same link again is no error, {@code CONFLICT} when it belongs to another account. */
    void link(String userId, String method, String subject);

    /**
     * Notes that mail to the address reaches this person; it becomes their address. {@code EMAIL_TAKEN}, {@code NOT_FOUND}. If the account's
     * address was not verified before, its sessions, keys, links and other credentials (see {@link AccountRecords}) end in the same
     * transaction: who made it may have been somebody else. A second factor stays.
     */
    void emailVerified(String userId, String email);

    /**
     * Notes that the account's own user has proven an address, by showing what only mail to it tells in a request of one of their sessions; it
     * becomes the account's address. Whoever shows both uses the account already, so nothing ends. What the mail told is not enough: somebody
     * may have made the account with another person's address, and that person is who opens the mail; without the session it is
     * {@link #emailVerified}.
     *
     * @param sessionId the session of that request; {@code SESSION_EXPIRED} when it is not an open one of this account any more, which is looked
     *     at in the same transaction. {@code EMAIL_TAKEN}, {@code NOT_FOUND}
     */
    void emailConfirmed(String userId, String sessionId, String email);

    /**
     * Newest first.
     *
     * @param before only accounts made before that moment, or null
     * @param limit 1 to 1,000
     */
    List<Account> newest(Instant before, int limit);

    /**
     * Names what has to be shown after every sign-in before a session is good for anything, or null for nothing; see {@link Sessions#awaiting}.
     * Sessions that are open stay as they are. {@code NOT_FOUND}.
     */
    void secondFactor(String userId, String method);

    /**
     * Replaces the roles; counts from the next request on. Names that begin with {@code org:} are those of
     * organisations and are refused with {@code INVALID_DATA}. {@code NOT_FOUND}.
     */
    void roles(String userId, Set<String> roles);

    /** Removes account, user row, sessions, keys, links and what others keep about it ({@link AccountRecords}) in one transaction; {@code LAST_OWNER} while an organisation depends on it. */
    void delete(String userId);
}
