// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The accounts of this server, offered by the auth bundle and used by sign-in methods. Accounts are rows of system
 * entities, written through the log, so every backup has them and they survive a restart. All methods block, may be
 * called by any thread, and fail with {@code UNAVAILABLE} while there is no data service.
 *
 * <p>The manifest names a user entity ({@code auth.user.entity}, else {@code User}). When it exists, each account
 * except a guest's has a row in it under its own id, made in the same transaction. Of {@code email},
 * {@code displayName}, {@code emailVerified}, {@code avatarUrl} and {@code createdAt}, those that the entity has are
 * filled in. Later changes by the app to that row do not change the account. So a user who may edit that row can't
 * become another user.
 */
@ProviderType
public interface Accounts {
    /** Returns the account; empty for guests, and when there is none. */
    Optional<Account> byId(String userId);

    /**
     * Returns the account with this address, verified or not. Addresses are compared in their {@linkplain EmailAddress
     * canonical form}. An account older than that form is also found by its own spelling.
     *
     * @param email the address as typed
     */
    Optional<Account> byEmail(String email);

    /** Returns the account to which an identity of a sign-in method is linked. */
    Optional<Account> byLink(String method, String subject);

    /**
     * Creates an account with a random id. Fails with {@code EMAIL_TAKEN} when another account has the address, and
     * with {@code INVALID_EMAIL} when the address is invalid. Fails with the errors of the user entity when its
     * required fields have no value.
     */
    Account create(NewAccount wanted);

    /**
     * Links an identity of a sign-in method to the account. Repeating a link is no error. Fails with {@code CONFLICT}
     * when the identity is linked to another account.
     */
    void link(String userId, String method, String subject);

    /**
     * Records that mail to the address reaches this person, and makes it the account's address. Fails with
     * {@code EMAIL_TAKEN} or {@code NOT_FOUND}.
     *
     * <p>If the account's address was not verified before, another person may have created the account. So its
     * sessions, keys, links and other credentials (see {@link AccountRecords}) end in the same transaction. A second
     * factor stays.
     */
    void emailVerified(String userId, String email);

    /**
     * Records that the account's own user has proven an address, and makes it the account's address. The proof is a
     * request in one of the user's sessions that shows a secret from a mail to the address. A person with both uses the
     * account already, so nothing ends. The mail's secret alone is not enough: somebody may have created the account
     * with another person's address, and that other person opens the mail. Without the session, use
     * {@link #emailVerified}.
     *
     * @param sessionId the session of that request. Fails with {@code SESSION_EXPIRED} when it is not an open session
     *     of this account any more, which is checked in the same transaction. Fails with {@code EMAIL_TAKEN} or
     *     {@code NOT_FOUND}
     */
    void emailConfirmed(String userId, String sessionId, String email);

    /**
     * Returns accounts, newest first.
     *
     * @param before only accounts created before that instant, or null
     * @param limit 1 to 1,000
     */
    List<Account> newest(Instant before, int limit);

    /**
     * Sets the second factor that must follow every sign-in before a session is usable, or null for none; see
     * {@link Sessions#awaiting}. Open sessions stay as they are. Fails with {@code NOT_FOUND}.
     */
    void secondFactor(String userId, String method);

    /**
     * Replaces the roles; effective from the next request on. Names that begin with {@code org:} belong to
     * organisations and are refused with {@code INVALID_DATA}. Fails with {@code NOT_FOUND}.
     */
    void roles(String userId, Set<String> roles);

    /**
     * Deletes the account, its user row, sessions, keys, links and the data that other bundles keep about it
     * ({@link AccountRecords}) in one transaction. Fails with {@code LAST_OWNER} while an organisation depends on the
     * account.
     */
    void delete(String userId);
}
