// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.ChangeListener;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.DataStatus;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Page;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.RowList;
import io.lynchet.testkit.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sample app in lists: rows, a log, no policies. Remembers on whose behalf it was asked. Thread-safe. */
public final class FakeData implements DataService, DataAdmin, ChangeFeed {
    /** The store that was switched to, or null. */
    public String used;

    public final Sample sample = new Sample();
    public final List<Principal> callers = new CopyOnWriteArrayList<>();
    public final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    public volatile ReloadReport nextReload = new ReloadReport(true, List.of(), List.of());
    public volatile Set<String> accepted = Set.of();
    public volatile Explanation explanation = new Explanation("Todo read", "denied", List.of());
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<Change> log = new ArrayList<>();

    @Override
    public AppModel app() {
        List<Entity> entities = sample.schema().entities();
        Manifest manifest =
                new Manifest("todo", "0.1.0", entities, List.of(), List.of(), List.of(), new JsonText("{}"));
        return new AppModel(manifest, sample.schema(), 1);
    }

    @Override
    public Entity entity(String name) {
        return sample.schema()
                .entity(name)
                .orElseThrow(
                        () -> new LynchetException(ErrorCode.ENTITY_NOT_FOUND, "There is no entity " + name + "."));
    }

    /** A row that is just there, with its change in the log. */
    public void add(Row row) {
        commit(ChangeKind.INSERT, null, row);
    }

    /** Rows that one commit brought. */
    public synchronized void addTogether(Row... rows) {
        long end = log.size() + (long) rows.length;
        List<Change> commit = new ArrayList<>();
        for (Row row : rows) {
            commit.add(add(ChangeKind.INSERT, null, row, end));
        }
        listeners.forEach(listener -> listener.changed(commit));
    }

    private synchronized long commit(ChangeKind kind, Row before, Row after) {
        Change change = add(kind, before, after, log.size() + 1L);
        listeners.forEach(listener -> listener.changed(List.of(change)));
        return change.seq();
    }

    private Change add(ChangeKind kind, Row before, Row after, long end) {
        Row row = after == null ? before : after;
        Change change = Change.single(
                        log.size() + 1L,
                        row.entity().name(),
                        row.id(),
                        kind,
                        before,
                        after,
                        Instant.parse("2026-01-31T12:00:00Z"))
                .in(end);
        log.add(change);
        if (after == null) {
            rows.remove(row.id());
        } else {
            rows.put(row.id(), after);
        }
        return change;
    }

    private synchronized List<Row> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public Row get(Principal principal, Entity entity, String id) {
        callers.add(principal);
        return all().stream()
                .filter(row -> row.entity() == entity && row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "There is no " + entity + " " + id + "."));
    }

    @Override
    public Versioned versioned(Principal principal, Entity entity, String id) {
        return new Versioned(get(principal, entity, id), 1);
    }

    @Override
    public Optional<Row> find(Principal principal, Entity entity, Filter filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page query(Principal principal, Query query) {
        callers.add(principal);
        RowList list = new RowList(all());
        Query more = new Query(query.entity(), query.filter(), query.order(), query.limit() + 1, query.offset());
        List<Row> found = list.query(more);
        boolean hasMore = found.size() > query.limit();
        return new Page(hasMore ? found.subList(0, query.limit()) : found, hasMore);
    }

    @Override
    public long count(Principal principal, Entity entity, Filter filter) {
        return new RowList(all()).matching(entity, filter).size();
    }

    @Override
    public List<AggregateRow> aggregate(Principal principal, AggregateQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<GraphNode> graph(Principal principal, Query query, List<Include> includes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<WriteResult> write(
            Principal principal, List<Mutation> mutations, Optional<Operation> operation) {
        callers.add(principal);
        Mutation mutation = mutations.get(0);
        Entity entity = mutation.entity();
        WriteResult.Item item;
        if (mutation instanceof Mutation.Insert insert) {
            Draft draft = insert.draft();
            if (draft.id() == null) {
                draft.set("id", "made" + (log.size() + 1));
            }
            item = new WriteResult.Item(
                    entity.name(), draft.id(), ChangeKind.INSERT, commit(ChangeKind.INSERT, null, draft.toRow()));
        } else if (mutation instanceof Mutation.Update update) {
            Row before = get(principal, entity, update.id());
            Row after = before.with(update.patch());
            long seq = after.equals(before) ? 0 : commit(ChangeKind.UPDATE, before, after);
            item = new WriteResult.Item(entity.name(), update.id(), ChangeKind.UPDATE, seq);
        } else {
            String id = ((Mutation.Delete) mutation).id();
            item = new WriteResult.Item(
                    entity.name(), id, ChangeKind.DELETE, commit(ChangeKind.DELETE, get(principal, entity, id), null));
        }
        return CompletableFuture.completedFuture(new WriteResult(head(), List.of(item), false));
    }

    @Override
    public synchronized long head() {
        return log.size();
    }

    @Override
    public synchronized List<Change> read(long after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit);
        }
        return log.stream().filter(c -> c.seq() > after).limit(limit).toList();
    }

    @Override
    public synchronized List<Change> before(long end, int limit) {
        return log.stream().filter(c -> c.seq() <= end && c.seq() > end - limit).toList();
    }

    @Override
    public AutoCloseable subscribe(ChangeListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public ReloadReport reload(Set<String> acceptedLoss) {
        accepted = acceptedLoss;
        return nextReload;
    }

    @Override
    public Optional<ReloadReport> lastReload() {
        return Optional.of(nextReload);
    }

    @Override
    public DataStatus status() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("file", "/data/lynchet.db");
        details.put("queue", "0");
        return new DataStatus(used == null ? "sqlite" : used, "store-1", 1, head(), 1, details);
    }

    @Override
    public List<DataStatus> stores() {
        return used == null
                ? List.of(status())
                : List.of(status(), new DataStatus("sqlite", "store-2", 3, 99, 1, Map.of()));
    }

    @Override
    public void useStore(String provider) {
        used = provider;
    }

    @Override
    public Explanation explain(Principal principal, Action action, Entity entity, String id, Draft draft) {
        callers.add(principal);
        return explanation;
    }
}
