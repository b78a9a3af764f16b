// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Page;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A data service whose disk is full. */
final class ClosedData implements DataService {
    private static LynchetException full() {
        return new LynchetException(ErrorCode.STORE_FULL, "There is no room left.");
    }

    @Override
    public AppModel app() {
        throw full();
    }

    @Override
    public Entity entity(String name) {
        throw full();
    }

    @Override
    public Row get(Principal principal, Entity entity, String id) {
        throw full();
    }

    @Override
    public Versioned versioned(Principal principal, Entity entity, String id) {
        throw full();
    }

    @Override
    public Optional<Row> find(Principal principal, Entity entity, Filter filter) {
        throw full();
    }

    @Override
    public Page query(Principal principal, Query query) {
        throw full();
    }

    @Override
    public long count(Principal principal, Entity entity, Filter filter) {
        throw full();
    }

    @Override
    public List<AggregateRow> aggregate(Principal principal, AggregateQuery query) {
        throw full();
    }

    @Override
    public List<GraphNode> graph(Principal principal, Query query, List<Include> includes) {
        throw full();
    }

    @Override
    public CompletionStage<WriteResult> write(
            Principal principal, List<Mutation> mutations, Optional<Operation> operation) {
        throw full();
    }
}
