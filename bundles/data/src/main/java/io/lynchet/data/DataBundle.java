// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataStatus;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.data.app.Activation;
import io.lynchet.data.app.ReloadLog;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.store.StoreChoice;
import io.lynchet.data.store.StoreSwitch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present parts of the app. When a store, an engine, a manifest reader or system entities come, it assembles the
 * app with them, before calls reach the new part.
 *
 * <p>One lock serialises takeovers. Leaving parts don't wait for that lock. A store waits for the takeover that uses
 * it, an engine or a manifest reader for the calls inside it.
 */
final class DataBundle {
    private static final Logger LOG = LoggerFactory.getLogger(DataBundle.class);

    private final ReentrantLock takeover = new ReentrantLock();
    private final Gate<PolicyEngine> engines = new Gate<>("policy engine");
    private final Gate<Manifests> readers = new Gate<>("manifest reader");
    private final ServingState state;
    private final StoreChoice choice;
    private final StoreSwitch stores;
    private final Activation activation = new Activation();
    private final Map<SystemSchema, List<Entity>> systemSchemas = Collections.synchronizedMap(new IdentityHashMap<>());
    private final ReloadLog log = new ReloadLog();
    private volatile ReloadReport lastReload;
    private String lastProblem = "";

    DataBundle(ServingState state, StoreChoice choice, StoreSwitch stores) {
        this.state = state;
        this.choice = choice;
        this.stores = stores;
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
            Store store = choice.choose(stores.serving());
            if (store == null) {
                throw LynchetException.retryable(
                        ErrorCode.UNAVAILABLE, "Not now: " + choice.missing().orElse("a store is coming") + ".", 1);
            }
            ReloadReport report = leased(store, () -> {
                        Activation.Outcome outcome = withParts(store, parts -> activation.reload(parts, acceptedLoss));
                        log.findings(outcome.report().diagnostics(), true);
                        return finish(store, outcome, StoreSwitch.NOTHING);
                    })
                    .orElseThrow(DataBundle::storeHasGone);
            ServingApp serving = state.orNull();
            log.outcome(report, serving == null ? null : serving.model().manifest());
            return report;
        } finally {
            takeover.unlock();
        }
    }

    /** Works with a store, which waits for that when it leaves. Returns empty when it has gone. */
    private <T> Optional<T> leased(Store store, Supplier<T> work) {
        Lease<Store> lease = choice.lease(store);
        if (lease == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lease.release();
        }
    }

    private static LynchetException storeHasGone() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "Not now: the store has gone; try again.", 1);
    }

    /** Assembles the app again with the present parts; does nothing while one is missing. */
    void reassemble(Set<String> acceptedLoss) {
        takeover.lock();
        try {
            Store store = choice.choose(stores.serving());
            if (store != null && engines.isBound() && readers.isBound()) {
                // A store that has gone meanwhile has asked for another assembly.
                Supplier<ReloadReport> step = () -> finish(store, again(store, acceptedLoss), StoreSwitch.NOTHING);
                if (leased(store, step).isPresent()) {
                    lastProblem = "";
                }
            }
        } catch (LynchetException e) {
            // Each part that comes starts an assembly; a repeated problem is logged once.
            if (!String.valueOf(e.getMessage()).equals(lastProblem)) {
                LOG.error("The app could not be assembled: {}", e.getMessage(), e);
            }
            lastProblem = String.valueOf(e.getMessage());
            choice.order("");
            if (state.orNull() == null && e.code() == ErrorCode.CONFIGURATION_INVALID) {
                lastReload = new ReloadReport(
                        false, List.of(Diagnostic.error(e.code().name(), e.getMessage(), null, null)), List.of());
            }
        } finally {
            takeover.unlock();
        }
    }

    private Activation.Outcome again(Store store, Set<String> acceptedLoss) {
        ServingApp before = state.orNull();
        Activation.Outcome outcome = withParts(
                store,
                parts -> before == null
                        ? activation.reload(parts, acceptedLoss)
                        : activation.reapply(parts, before.model().manifest()));
        log.findings(outcome.report().diagnostics(), false);
        return outcome;
    }

    private <T> T withParts(Store store, Function<Activation.Parts, T> work) {
        List<Entity> entities = new ArrayList<>();
        synchronized (systemSchemas) {
            systemSchemas.values().forEach(entities::addAll);
        }
        return readers.call(manifests ->
                engines.call(engine -> work.apply(new Activation.Parts(manifests, engine, store, entities))));
    }

    private ReloadReport finish(
            Store store, Activation.Outcome outcome, BiConsumer<? super Store, ? super Store> lastStep) {
        lastReload = outcome.report();
        if (outcome.next() != null) {
            if (store == stores.serving()) {
                state.switchTo(outcome.next());
            } else if (choice.isPresent(store)) {
                stores.to(store, lastStep, () -> state.switchTo(outcome.next()));
            }
        }
        return outcome.report();
    }

    /**
     * Makes another store serve, see {@link io.lynchet.api.store.ServingStore#handOver}; {@code from} is null for
     * whichever store serves.
     */
    void handOver(String from, String to, BiConsumer<? super Store, ? super Store> lastStep) {
        takeover.lock();
        try {
            Store store = named(to);
            String serving = String.valueOf(choice.provider(stores.serving()));
            if (from != null && !from.equals(serving)) {
                throw new LynchetException(ErrorCode.CONFLICT, "The store " + serving + " serves, not " + from + ".");
            }
            Store before = stores.serving();
            if (store == before) {
                return;
            }
            choice.order(to);
            Supplier<ReloadReport> step = () -> finish(store, again(store, Set.of()), lastStep);
            ReloadReport report = leased(
                            store,
                            () -> before == null
                                    ? step.get()
                                    : leased(before, step).orElseThrow(DataBundle::storeHasGone))
                    .orElseThrow(DataBundle::storeHasGone);
            if (!report.applied()) {
                throw new LynchetException(
                        ErrorCode.CONFLICT, "The app does not fit the data of " + to + ": " + report.diagnostics());
            }
        } finally {
            choice.order("");
            takeover.unlock();
        }
    }

    Store named(String provider) {
        Store store = choice.newest(provider);
        if (store == null) {
            throw new LynchetException(
                    ErrorCode.NOT_FOUND,
                    "There is no store " + provider + ", only " + String.join(", ", providers())
                            + " (run 'health' in the shell to see stores that are still opening).");
        }
        return store;
    }

    private List<String> providers() {
        return choice.present().values().stream().distinct().sorted().toList();
    }

    /** Returns the status of all present stores, the serving one first. */
    List<DataStatus> statuses() {
        List<DataStatus> list = new ArrayList<>();
        for (Store store : choice.present().keySet()) {
            leased(store, store::info).ifPresent(info -> {
                boolean serves = store == stores.serving();
                list.add(serves ? 0 : list.size(), status(info));
            });
        }
        return list;
    }

    private static DataStatus status(StoreInfo info) {
        return new DataStatus(
                info.provider(), info.storeId(), info.epoch(), info.headSeq(), info.oldestSeq(), info.details());
    }
}
