// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataStatus;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the parts that are there and brings them together: whenever a store, an engine, a manifest reader or system entities come, the app is
 * put together with them, off to the side, before calls reach the newcomer.
 *
 * <p>One lock serialises take-overs. Leaving parts don't wait for it: they are only taken out of their gates.
 */
final class DataBundle {
    private static final Logger LOG = LoggerFactory.getLogger(DataBundle.class);

    private final ReentrantLock takeover = new ReentrantLock();
    private final Gate<Store> stores;
    private final Gate<PolicyEngine> engines = new Gate<>("policy engine");
    private final Gate<Manifests> readers = new Gate<>("manifest reader");
    private final StoreFeed feed;
    private final ServingState state;
    private final Activation activation;

    private final Map<Store, String> present = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<SystemSchema, List<Entity>> systemSchemas = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile String wantedProvider = "";
    private volatile Store serving;
    private Store.Listening listening = () -> {};
    private volatile ReloadReport lastReload;

    DataBundle(Gate<Store> stores, StoreFeed feed, ServingState state) {
        this.stores = stores;
        this.feed = feed;
        this.state = state;
        this.activation = new Activation(state);
    }

    /** Which provider serves of those that are there; empty for any. */
    void want(String provider) {
        wantedProvider = provider;
    }

    void add(Store store, String provider) {
        present.put(store, provider);
    }

    /** Takes the store out and waits for the calls inside it. */
    void remove(Store store) {
        present.remove(store);
        if (!stores.unbind(store)) {
            LOG.warn("Calls were still running in the store when it left; they may fail.");
        }
        if (serving == store) {
            serving = null;
        }
    }

    Gate<PolicyEngine> engines() {
        return engines;
    }

    Gate<Manifests> readers() {
        return readers;
    }

    void add(SystemSchema schema) {
        systemSchemas.put(schema, schema.entities());
    }

    void remove(SystemSchema schema) {
        // The rows of a bundle that left stay, and so do their entities, until the next reload of the manifest.
        systemSchemas.remove(schema);
    }

    Optional<ReloadReport> lastReload() {
        return Optional.ofNullable(lastReload);
    }

    ReloadReport reload(Set<String> acceptedLoss) {
        takeover.lock();
        try {
            ReloadReport report = withParts(chosen(), parts -> activation.reload(parts, acceptedLoss));
            return finish(chosen(), report);
        } finally {
            takeover.unlock();
        }
    }

    /** Puts the app together again with the parts that are there now; nothing happens while one is missing. */
    void reassemble(Set<String> acceptedLoss) {
        takeover.lock();
        try {
            Store store = chosenOrNull();
            if (store == null || !engines.isBound() || !readers.isBound()) {
                return;
            }
            Serving before = state.orNull();
            ReloadReport report = withParts(
                    store,
                    parts -> before == null
                            ? activation.reload(parts, acceptedLoss)
                            : activation.reapply(parts, before.model().manifest()));
            finish(store, report);
        } catch (LynchetException e) {
            LOG.error("The app could not be put together: {}", e.getMessage(), e);
        } finally {
            takeover.unlock();
        }
    }

    private ReloadReport withParts(Store store, java.util.function.Function<Activation.Parts, ReloadReport> work) {
        List<Entity> entities = new ArrayList<>();
        synchronized (systemSchemas) {
            systemSchemas.values().forEach(entities::addAll);
        }
        return readers.call(manifests ->
                engines.call(engine -> work.apply(new Activation.Parts(manifests, engine, store, entities))));
    }

    private ReloadReport finish(Store store, ReloadReport report) {
        lastReload = report;
        for (Diagnostic diagnostic : report.diagnostics()) {
            LOG.warn("{}", diagnostic);
        }
        if (report.applied() && serving != store && present.containsKey(store)) {
            listening.close();
            Store previous = serving;
            listening = feed.follow(store);
            stores.bind(store);
            serving = store;
            if (previous != null) {
                stores.unbind(previous);
            }
        }
        return report;
    }

    private Store chosen() {
        Store store = chosenOrNull();
        if (store == null) {
            throw LynchetException.retryable(
                    io.lynchet.api.ErrorCode.UNAVAILABLE,
                    wantedProvider.isEmpty()
                            ? "There is no store."
                            : "The store '" + wantedProvider + "' is not there.",
                    1);
        }
        return store;
    }

    private Store chosenOrNull() {
        Store newest = null;
        synchronized (present) {
            for (Map.Entry<Store, String> entry : present.entrySet()) {
                if (wantedProvider.isEmpty() || wantedProvider.equals(entry.getValue())) {
                    newest = entry.getKey();
                }
            }
        }
        return newest;
    }

    DataStatus status() {
        StoreInfo info = stores.call(Store::info);
        return new DataStatus(
                info.provider(), info.storeId(), info.epoch(), info.headSeq(), info.oldestSeq(), info.details());
    }
}
