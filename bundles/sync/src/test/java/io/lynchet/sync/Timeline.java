// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.ReadScope;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.testkit.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which rows there were after each commit, by the log, and which of them a principal could read then. */
final class Timeline implements AutoCloseable {
    private final SyncScene scene;
    private final List<String> entities;
    private final List<Change> log = new ArrayList<>();
    private final Set<Long> committed = ConcurrentHashMap.newKeySet();
    private final Map<Boolean, Map<Row, Object>> plain =
            Map.of(true, new IdentityHashMap<>(), false, new IdentityHashMap<>());
    private final AutoCloseable heard;

    /** Of an app to which nothing was written yet. */
    Timeline(SyncScene scene, List<String> entities) {
        this.scene = scene;
        this.entities = entities;
        this.heard = scene.app.feed().subscribe(this::changed);
    }

    private synchronized void changed(List<Change> changes) {
        log.addAll(changes);
    }

    /** A write has been answered with that seq. */
    void committed(long seq) {
        committed.add(seq);
    }

    private synchronized Change next(int index) {
        return index < log.size() ? log.get(index) : null;
    }

    Cursor cursor() {
        return new Cursor();
    }

    /** The rows at one position, which moves on. */
    final class Cursor implements RowSource {
        private final Map<String, Map<String, Row>> rows = new HashMap<>();
        private int read;

        /** By entity and id, what the principal could read at that position, which has to be one that was committed. */
        Map<String, Object> visible(Principal principal, long seq) {
            // A replica may be told before the writer is answered.
            Await.until(
                    seq + ", at which a replica is complete, to be the end of a commit", () -> committed.contains(seq));
            if (read > 0 && next(read - 1).seq() > seq) {
                rows.clear();
                read = 0;
            }
            for (Change change = next(read); change != null && change.seq() <= seq; change = next(read)) {
                Map<String, Row> own = rows.computeIfAbsent(change.entity(), name -> new HashMap<>());
                if (change.after() == null) {
                    own.remove(change.id());
                } else {
                    own.put(change.id(), change.after());
                }
                read++;
            }
            Map<String, Object> visible = new HashMap<>();
            for (String name : entities) {
                ReadScope scope = scene.scopes.call(
                        source -> source.scope(principal, scene.app.service().entity(name), Instant.now()));
                for (Row row : rows.getOrDefault(name, Map.of()).values()) {
                    if (scope.filter().matches(Scope.of(row, this))) {
                        visible.put(name + " " + row.id(), plain(row, scope.everyField()));
                    }
                }
            }
            return visible;
        }

        @Override
        public boolean exists(Entity entity, Filter filter, Scope outer) {
            for (Row row : rows.getOrDefault(entity.name(), Map.of()).values()) {
                if (filter.matches(new Scope(row, outer, this))) {
                    return true;
                }
            }
            return false;
        }
    }

    private Object plain(Row row, boolean everyField) {
        return plain.get(everyField)
                .computeIfAbsent(
                        row,
                        any -> JsonTree.read(
                                        new JsonWriter().row(row, everyField).toBytes())
                                .plain());
    }

    @Override
    public void close() throws Exception {
        heard.close();
    }
}
