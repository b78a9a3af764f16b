// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataStatus;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.read.PolicyReads;
import io.lynchet.data.store.StoreSwitch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tasks of operators: reload, status, explanations. */
public final class OperatorControl implements DataAdmin {
    private final DataBundle parts;
    private final ServingState state;
    private final Gate<Store> stores;
    private final Clock clock;

    OperatorControl(DataBundle parts, ServingState state, Gate<Store> stores, Clock clock) {
        this.parts = parts;
        this.state = state;
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public ReloadReport reload(Set<String> acceptedLoss) {
        return parts.reload(acceptedLoss);
    }

    @Override
    public Optional<ReloadReport> lastReload() {
        return parts.lastReload();
    }

    @Override
    public DataStatus status() {
        StoreInfo info = stores.call(Store::info);
        return new DataStatus(
                info.provider(), info.storeId(), info.epoch(), info.headSeq(), info.oldestSeq(), info.details());
    }

    @Override
    public List<DataStatus> stores() {
        return parts.statuses();
    }

    @Override
    public void useStore(String provider) {
        parts.handOver(null, provider, StoreSwitch.NOTHING);
    }

    @Override
    public Explanation explain(Principal principal, Action action, Entity entity, String id, Draft draft) {
        ServingApp serving = state.forEntity(entity);
        PolicyContext context = new PolicyContext(principal, clock.instant());
        return stores.call(store -> {
            try (Snapshot snapshot = store.snapshot()) {
                Row existing = id == null
                        ? null
                        : snapshot.get(entity, id).orElseThrow(() -> PolicyReads.notFound(entity, id));
                Row data = existing;
                if (draft != null) {
                    data = existing == null ? draft.toRow() : existing.with(draft);
                }
                return serving.policies().rule(entity, action).explain(context, data, existing, snapshot);
            }
        });
    }
}
