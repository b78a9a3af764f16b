// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Written;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Draft;
import io.lynchet.json.DraftReader;
import io.lynchet.json.DraftRules;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One import. Rows are gathered and written as one commit; when that is refused, each row is written for itself to find out which ones are
 * to blame. A row whose reference has no target yet is tried again at the end, since its target may come later in the file.
 */
final class ImportRun {
    private static final int GROUP_ROWS = 500;
    private static final int UNDER_WAY_MAX = 64;
    private static final int DEFERRED_MAX = 20_000;
    private static final int ROUNDS_MAX = 50;

    private final Gate<DataService> data;
    private final Principal principal;
    private final ImportReport report = new ImportReport();
    private final List<Item> group = new ArrayList<>();
    private List<Item> deferred = new ArrayList<>();

    /** Kept as it came, because the schema may change before it is written. */
    private record Item(String at, String entity, JsonNode row) {
        Mutation insert(DataService service) {
            Draft draft = DraftReader.read(row, service.entity(entity), DraftRules.IMPORT);
            return new Mutation.Insert(draft);
        }

        String id() {
            return row instanceof JsonNode.ObjectNode object && object.get("id") instanceof JsonNode.StringNode given
                    ? given.value()
                    : null;
        }
    }

    ImportRun(Gate<DataService> data, Principal principal) {
        this.data = data;
        this.principal = principal;
    }

    /** Takes one row in. */
    void add(String at, String entity, JsonNode row) {
        group.add(new Item(at, entity, row));
        if (group.size() == GROUP_ROWS) {
            flush();
        }
    }

    /** Reports a row that can't be imported; a failure that is not the row's own ends the import. */
    void refuse(String at, String entity, String id, LynchetException error) {
        if (error.code().status() >= 500) {
            throw new LynchetException(
                    error.code(),
                    "The import ended at " + at + "; " + imported() + " rows are imported: " + error.getMessage(),
                    error.problems(),
                    error);
        }
        report.failed(at, entity, id, error);
    }

    long imported() {
        return report.imported();
    }

    Response finish() {
        flush();
        List<Item> open = deferred;
        for (int round = 0; round < ROUNDS_MAX && !open.isEmpty(); round++) {
            deferred = new ArrayList<>();
            if (open.size() <= OperationReader.OPERATIONS_MAX && together(open)) {
                return report.answer();
            }
            // Chains of references are often written from one end to the other, so try both directions in turn.
            Collections.reverse(open);
            one(open, false);
            if (deferred.size() == open.size() && round > 0) {
                break;
            }
            open = deferred;
        }
        one(open, true);
        return report.answer();
    }

    private void flush() {
        List<Item> items = List.copyOf(group);
        group.clear();
        if (!items.isEmpty() && !together(items)) {
            one(items, false);
        }
    }

    /** Writes all in one commit; false when that was refused because of one of them. */
    private boolean together(List<Item> items) {
        try {
            Written written = data.call(service -> {
                List<Mutation> mutations = new ArrayList<>(items.size());
                items.forEach(item -> mutations.add(item.insert(service)));
                return Writing.await(service.write(principal, mutations, Optional.empty()));
            });
            items.forEach(item -> report.inserted(item.entity(), written.seq()));
            return true;
        } catch (LynchetException e) {
            if (e.code().status() >= 500) {
                refuse(items.get(0).at(), null, null, e);
            }
            return false;
        }
    }

    /** Writes each row for itself, many under way at once so that they share commits, and in order. */
    private void one(List<Item> items, boolean last) {
        for (int from = 0; from < items.size(); from += UNDER_WAY_MAX) {
            List<Item> some = items.subList(from, Math.min(items.size(), from + UNDER_WAY_MAX));
            data.call(service -> {
                List<CompletionStage<Written>> stages = new ArrayList<>();
                some.forEach(item -> stages.add(start(service, item)));
                for (int i = 0; i < some.size(); i++) {
                    end(some.get(i), stages.get(i), last);
                }
                return null;
            });
        }
    }

    private CompletionStage<Written> start(DataService service, Item item) {
        try {
            return service.write(principal, List.of(item.insert(service)), Optional.empty());
        } catch (LynchetException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void end(Item item, CompletionStage<Written> stage, boolean last) {
        try {
            report.inserted(item.entity(), Writing.await(stage).seq());
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_REFERENCE && !last && deferred.size() < DEFERRED_MAX) {
                deferred.add(item);
            } else {
                refuse(item.at(), item.entity(), item.id(), e);
            }
        }
    }
}
