// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit log of accounts and credentials: sign-ins and their methods, failures, changes of keys and roles. Entries
 * are rows of a system entity, contain no secrets, and are kept 90 days. Thread-safe.
 */
@ProviderType
public interface Audit {
    /**
     * An entry of the audit log.
     *
     * @param event such as {@code sign_in}, {@code sign_in_failed}, {@code key_created}
     * @param userId the account concerned, or null
     * @param actor the user id of the actor, {@code admin}, {@code operator}, or null for anonymous
     * @param detail a short text for people, or null
     */
    record Entry(String id, Instant at, String event, String userId, String actor, String address, String detail) {}

    /**
     * Queues an entry and returns at once. When more than 10,000 entries wait, the oldest is dropped with a message in
     * the log. An entry that can't be stored is written to the log.
     */
    void record(String event, String userId, Request request, String detail);

    /**
     * Queues an entry for an action of an operator in the shell, otherwise like {@link #record}. The actor is
     * {@code operator}, the address {@code local}.
     */
    void recordOperator(String event, String userId, String detail);

    /**
     * Returns entries, newest first. Blocks; fails with {@code UNAVAILABLE} while there is no data service.
     *
     * @param userId only entries that concern this account, or null for all
     * @param before only older entries, or null
     * @param limit 1 to 1,000
     */
    List<Entry> entries(String userId, Instant before, int limit);
}
