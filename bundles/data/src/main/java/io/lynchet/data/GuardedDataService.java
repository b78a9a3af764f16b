// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.data.Page;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Store;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.hook.HookChain;
import io.lynchet.data.read.GraphReads;
import io.lynchet.data.read.PolicyReads;
import io.lynchet.data.read.ReadLimits;
import io.lynchet.data.read.ServerOnlyFields;
import io.lynchet.data.write.PolicyWrites;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The data service: each call reads or writes rows on behalf of a principal. */
final class GuardedDataService implements DataService {
    private final ServingState state;
    private final PolicyReads reads;
    private final GraphReads graphs;
    private final PolicyWrites writes;

    GuardedDataService(ServingState state, Gate<Store> stores, HookChain hooks, Clock clock, ReadLimits limits) {
        this.state = state;
        this.reads = new PolicyReads(state, stores, clock, limits);
        this.graphs = new GraphReads(reads, state);
        this.writes = new PolicyWrites(state, stores, hooks, clock);
    }

    @Override
    public AppModel app() {
        return state.get().model();
    }

    @Override
    public Entity entity(String name) {
        Entity entity = app().schema().entityOrNull(name);
        if (entity == null || entity.system()) {
            throw new LynchetException(ErrorCode.ENTITY_NOT_FOUND, "Unknown entity: \"" + name + "\"");
        }
        return entity;
    }

    @Override
    public Row get(Principal principal, Entity entity, String id) {
        return reads.get(principal, entity, id);
    }

    @Override
    public Versioned versioned(Principal principal, Entity entity, String id) {
        return reads.versioned(principal, entity, id);
    }

    @Override
    public Optional<Row> find(Principal principal, Entity entity, Filter filter) {
        return reads.find(principal, entity, filter);
    }

    @Override
    public Page query(Principal principal, Query query) {
        return reads.query(principal, query);
    }

    @Override
    public long count(Principal principal, Entity entity, Filter filter) {
        return reads.count(principal, entity, filter);
    }

    @Override
    public List<AggregateRow> aggregate(Principal principal, AggregateQuery query) {
        return reads.aggregate(principal, query);
    }

    @Override
    public List<GraphNode> graph(Principal principal, Query query, List<Include> includes) {
        return graphs.read(principal, query, includes);
    }

    @Override
    public CompletionStage<WriteResult> write(
            Principal principal, List<Mutation> mutations, Optional<Operation> operation) {
        refuseFuture(mutations);
        return ServerOnlyFields.unnamed(principal, mutations, () -> writes.write(principal, mutations, operation));
    }

    // No client can have seen a later seq: the store was restored, or the number was made up.
    private void refuseFuture(List<Mutation> mutations) {
        for (int i = 0; i < mutations.size(); i++) {
            Mutation mutation = mutations.get(i);
            long since = mutation instanceof Mutation.Update update
                    ? update.unchangedSince()
                    : mutation instanceof Mutation.Delete delete ? delete.unchangedSince() : Mutation.ANY;
            if (since != Mutation.ANY && since > reads.head()) {
                LynchetException refusal = new LynchetException(
                        ErrorCode.PRECONDITION_FAILED, "The log has not reached seq " + since + " yet.");
                throw mutations.size() == 1 ? refusal : new MutationFailure(i, refusal);
            }
        }
    }
}
