// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.data.Page;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Relation;
import io.lynchet.api.store.Snapshot;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reads of rows with their related rows, from one snapshot. Each row is under the read rule of its own entity. */
public final class GraphReads {
    /** The most rows in one result, related rows included. */
    static final int NODES_MAX = 10_000;

    static final int DEPTH_MAX = 5;

    private final PolicyReads reads;
    private final ServingState state;

    public GraphReads(PolicyReads reads, ServingState state) {
        this.reads = reads;
        this.state = state;
    }

    public List<GraphNode> read(Principal principal, Query query, List<Include> includes) {
        ServingApp serving = state.forEntity(query.entity());
        return reads.atOneMoment(serving, snapshot -> new Walk(serving, principal, snapshot).rows(query, includes, 1));
    }

    /** The building of one result. */
    private final class Walk {
        private final ServingApp serving;
        private final Principal principal;
        private final PolicyContext context;
        private final Snapshot snapshot;
        private final ReadMeter meter = ReadMeter.current();
        private int nodes;
        private long bytesLeft = Page.BYTES_MAX;

        Walk(ServingApp serving, Principal principal, Snapshot snapshot) {
            this.serving = serving;
            this.principal = principal;
            this.context = reads.context(principal);
            this.snapshot = snapshot;
        }

        List<GraphNode> rows(Query query, List<Include> includes, int depth) {
            PolicyReads.checkNames(principal, query);
            Query visible = new Query(
                    query.entity(),
                    reads.visible(serving, context, query.entity(), query.filter()),
                    query.order(),
                    query.limit(),
                    query.offset(),
                    bytesLeft);
            List<GraphNode> found = new ArrayList<>();
            for (Row row : snapshot.query(visible)) {
                found.add(node(row, includes, depth));
            }
            return found;
        }

        private GraphNode node(Row row, List<Include> includes, int depth) {
            if (++nodes > NODES_MAX) {
                throw new LynchetException(
                        ErrorCode.INVALID_QUERY,
                        "The result would hold more than " + NODES_MAX + " rows; use smaller limits.");
            }
            bytesLeft -= row.bytes();
            if (bytesLeft < 0) {
                throw new LynchetException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The result would hold more than " + (Page.BYTES_MAX >> 20)
                                + " MiB; use smaller limits, or ask for related rows in a query of their own.");
            }
            if (depth > DEPTH_MAX && !includes.isEmpty()) {
                throw new LynchetException(
                        ErrorCode.INVALID_QUERY, "Includes are nested deeper than " + DEPTH_MAX + " levels.");
            }
            Map<String, List<GraphNode>> related = new LinkedHashMap<>();
            for (Include include : includes) {
                related.put(include.relation().name(), related(row, include, depth + 1));
            }
            return new GraphNode(
                    PolicyReads.seenBy(principal, row.entity(), List.of(row)).get(0), related);
        }

        private List<GraphNode> related(Row row, Include include, int depth) {
            Relation relation = include.relation();
            Entity target = serving.model().schema().entityOrNull(relation.target());
            Field own = row.entity().fieldOrNull(relation.field());
            Object key = own == null ? row.id() : row.get(own.ordinal());
            if (key == null) {
                return List.of();
            }
            return relation.many()
                    ? many(target, target.fieldOrNull(relation.field()), key, include, depth)
                    : one(target, (String) key, include, depth);
        }

        private List<GraphNode> one(Entity target, String id, Include include, int depth) {
            PolicyReads.checkNames(principal, Query.of(target, include.filter(), 1));
            Filter visible = reads.visible(serving, context, target, include.filter());
            return snapshot.get(target, id)
                    .filter(row -> visible.matches(Scope.of(row, snapshot)))
                    .map(row -> {
                        meter.read(row.bytes());
                        return List.of(node(row, include.includes(), depth));
                    })
                    .orElse(List.of());
        }

        private List<GraphNode> many(Entity target, Field field, Object key, Include include, int depth) {
            Filter joined = new Filter.Compare(
                            new Operand.FieldRef(0, field), Comparison.EQUAL, new Operand.Literal(key))
                    .and(include.filter());
            List<SortKey> order = include.order();
            return rows(new Query(target, joined, order, include.limit(), 0), include.includes(), depth);
        }
    }
}
