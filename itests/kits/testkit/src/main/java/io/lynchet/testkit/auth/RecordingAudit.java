// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.auth.Audit;
import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An audit log that keeps every entry, with times that count up by a millisecond. Thread-safe. */
public final class RecordingAudit implements Audit {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized void record(String event, String userId, Request request, String detail) {
        int number = entries.size() + 1;
        boolean admin = request != null && request.principal().admin();
        String actor =
                request == null ? null : admin ? "admin" : request.principal().userId();
        entries.add(new Entry(
                Integer.toString(number),
                START.plusMillis(number),
                event,
                userId,
                actor,
                request == null ? null : request.remoteAddress(),
                detail));
    }

    @Override
    public synchronized void recordOperator(String event, String userId, String detail) {
        int number = entries.size() + 1;
        entries.add(new Entry(
                Integer.toString(number), START.plusMillis(number), event, userId, "operator", "local", detail));
    }

    @Override
    public synchronized List<Entry> entries(String userId, Instant before, int limit) {
        return entries.stream()
                .filter(entry -> userId == null || userId.equals(entry.userId()))
                .filter(entry -> before == null || entry.at().isBefore(before))
                .sorted(Comparator.comparing(Entry::at).reversed())
                .limit(limit)
                .toList();
    }

    /** Returns all entries, oldest first. */
    public synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    /** Returns the events of all entries, oldest first. */
    public synchronized List<String> events() {
        return entries.stream().map(Entry::event).toList();
    }
}
