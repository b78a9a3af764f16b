// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happened to accounts and credentials: who signed in and how, what failed, which keys and roles were changed. Entries are rows of a
 * system entity and are kept 90 days; nothing secret is in them. Thread-safe.
 */
@ProviderType
public interface Audit {
    /**
     * One entry.
     *
     * @param event such as {@code sign_in}, {@code sign_in_failed}, {@code key_created}
     * @param userId whom it concerns, or null
     * @param actor who did it: a user id, {@code admin}, {@code operator}, or null for anonymous
     * @param detail short text for people, or null
     */
    record Entry(String id, Instant at, String event, String userId, String actor, String address, String detail) {}

    /** Queues an entry and returns at once; when more than 10,000 wait, the oldest is dropped and the log says so. */
    void record(String event, String userId, Request request, String detail);

    /** The same for what an operator did in the shell: the actor is {@code operator}, the address {@code local}. */
    void recordOperator(String event, String userId, String detail);

    /**
     * Newest first.
     *
     * @param userId only those that concern this account, or null for all
     * @param before only older ones, or null
     * @param limit 1 to 1,000
     */
    List<Entry> entries(String userId, Instant before, int limit);
}
