// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.Audit;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.Request;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log as rows. A thread of its own writes them, so that no sign-in waits for it. */
final class AuditRows implements Audit, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRows.class);

    private static final int WAITING_MAX = 10_000;
    private static final int DETAIL_CHARS_MAX = 500;
    private static final int PRUNED_MAX = 100;
    private static final int CLOSE_SECONDS = 10;
    private static final Duration KEPT = Duration.ofDays(90);

    private final SystemRows rows;
    private final ThreadPoolExecutor writer;

    AuditRows(SystemRows rows) {
        this.rows = rows;
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                task -> {
                    Thread thread = java.util.concurrent.Executors.defaultThreadFactory()
                            .newThread(task);
                    thread.setName("lynchet-auth-audit");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, executor) -> {
                    if (!executor.isShutdown()) {
                        LOG.warn("More than {} audit entries wait; the oldest is dropped.", WAITING_MAX);
                        executor.getQueue().poll();
                        executor.execute(task);
                    }
                });
    }

    @Override
    public void record(String event, String userId, Request request, String detail) {
        Principal by = request.principal();
        String actor = by.admin() ? "admin" : by.userId();
        queue(event, userId, actor, request.remoteAddress(), detail);
    }

    @Override
    public void recordOperator(String event, String userId, String detail) {
        queue(event, userId, "operator", "local", detail);
    }

    private void queue(String event, String userId, String actor, String address, String detail) {
        Instant at = rows.now();
        writer.execute(() -> write(event, userId, actor, address, shortened(detail), at));
    }

    private static String shortened(String detail) {
        return detail == null || detail.length() <= DETAIL_CHARS_MAX ? detail : detail.substring(0, DETAIL_CHARS_MAX);
    }

    private void write(String event, String userId, String actor, String address, String detail, Instant at) {
        try {
            rows.write(service -> {
                Entity entity = SystemRows.entity(service, AuthSchema.AUDIT);
                Filter old = SystemRows.compare(entity, "at", Comparison.LESS, at.minus(KEPT));
                List<Mutation> writes = new ArrayList<>();
                for (Row row : service.query(Principal.ADMIN, Query.of(entity, old, PRUNED_MAX))
                        .rows()) {
                    writes.add(new Mutation.Delete(entity, row.id(), Mutation.ANY));
                }
                writes.add(new Mutation.Insert(new Draft(entity)
                        .set("at", at)
                        .set("event", event)
                        .set("userId", userId)
                        .set("actor", actor)
                        .set("address", address)
                        .set("detail", detail)));
                return writes;
            });
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            // An entry that can't be stored is at least in the log of the process.
            LOG.error("Audit entry not stored: {} user {} by {} from {}: {}", event, userId, actor, address, detail, e);
        }
    }

    @Override
    public List<Entry> entries(String userId, Instant before, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit " + limit);
        }
        return rows
                .newest(
                        AuthSchema.AUDIT,
                        entity -> {
                            List<Filter> parts = new ArrayList<>(2);
                            if (userId != null) {
                                parts.add(SystemRows.equal(entity, "userId", userId));
                            }
                            if (before != null) {
                                parts.add(SystemRows.compare(entity, "at", Comparison.LESS, before));
                            }
                            return Filter.all(parts);
                        },
                        "at",
                        limit)
                .stream()
                .map(AuditRows::entry)
                .toList();
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.id(),
                (Instant) row.get("at"),
                (String) row.get("event"),
                (String) row.get("userId"),
                (String) row.get("actor"),
                (String) row.get("address"),
                (String) row.get("detail"));
    }

    /** Writes the waiting entries, for at most ten seconds. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "{} audit entries were not stored when the process stopped.",
                        writer.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
