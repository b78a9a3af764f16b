// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.store.Store;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The choice among present stores of the one that serves. An operator's order while the process runs comes first. Then
 * comes the one that served this data directory last, which the configuration may name but not change: rows written to
 * one store are not in another.
 */
public final class StoreChoice {
    private final Map<Store, String> present = new LinkedHashMap<>();
    private final Map<Store, Lease<Store>> leases = new HashMap<>();
    private final ServingStoreFile record;
    private String configured = "";
    private String ordered = "";
    private String served = "";

    public StoreChoice(ServingStoreFile record) {
        this.record = record;
    }

    /** Sets the provider from the configuration; empty for none. */
    public synchronized void configure(String provider) {
        configured = provider;
    }

    /** Orders a store from now on, as soon as it is present; empty for the one that serves. */
    public synchronized void order(String provider) {
        ordered = provider;
    }

    public synchronized void add(Store store, String provider) {
        present.put(store, provider);
        leases.put(store, new Lease<>(store));
    }

    /** Chooses the store no more, and returns the lease that a takeover may hold, or null for an unknown store. */
    synchronized Lease<Store> remove(Store store) {
        present.remove(store);
        return leases.remove(store);
    }

    /**
     * Returns an acquired lease, which the caller releases, or null when the store has gone. A store that leaves waits
     * for it, at most {@link io.lynchet.api.lease.Gate#DRAIN_MILLIS}.
     */
    public synchronized Lease<Store> lease(Store store) {
        Lease<Store> lease = leases.get(store);
        return lease != null && lease.acquire() ? lease : null;
    }

    public synchronized boolean isPresent(Store store) {
        return present.containsKey(store);
    }

    /** Returns the present stores with their providers, in the order in which they came. */
    public synchronized Map<Store, String> present() {
        return new LinkedHashMap<>(present);
    }

    /** Returns the provider of a store, or null when the store is missing. */
    public synchronized String provider(Store store) {
        return present.get(store);
    }

    /** Returns the newest store of a provider, or null. */
    public synchronized Store newest(String provider) {
        Store newest = null;
        for (Map.Entry<Store, String> entry : present.entrySet()) {
            newest = provider.equals(entry.getValue()) ? entry.getKey() : newest;
        }
        return newest;
    }

    /**
     * Returns the store that is to serve, or null while it is missing.
     *
     * @param serving the store that serves now, or null
     * @throws LynchetException {@code CONFIGURATION_INVALID} when the choice is not clear
     */
    public synchronized Store choose(Store serving) {
        if (!ordered.isEmpty() && newest(ordered) != null) {
            return newest(ordered);
        }
        String inCharge = inCharge();
        if (!inCharge.isEmpty()) {
            requireConfigured(inCharge);
            return newest(inCharge);
        }
        if (!configured.isEmpty()) {
            return newest(configured);
        }
        TreeSet<String> providers = new TreeSet<>(present.values());
        if (providers.size() > 1 && !present.containsKey(serving)) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "There are several stores: " + String.join(", ", providers)
                            + ". Name the one that serves as io.lynchet.data:store.target.");
        }
        return newest(providers.size() > 1 ? present.get(serving) : providers.isEmpty() ? "" : providers.first());
    }

    /** Returns the provider that served last; empty when none did, neither in this process nor before it. */
    private String inCharge() {
        return served.isEmpty() ? record.read() : served;
    }

    private void requireConfigured(String inCharge) {
        if (!configured.isEmpty() && !configured.equals(inCharge)) {
            String absent = newest(configured) == null
                    ? " The store " + configured + " is missing: if the name is a mistake, set store.target=" + inCharge
                            + "."
                    : "";
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The rows of this data directory are in the store " + inCharge
                            + ", and io.lynchet.data:store.target is "
                            + configured + ". To move them there, start with store.target=" + inCharge
                            + " and run 'store move " + inCharge + " " + configured
                            + "' in the shell. To serve the rows that " + configured + " has instead, run 'store use "
                            + configured
                            + "' there, or remove the file " + ServingStoreFile.FILE + " of the data directory."
                            + absent);
        }
    }

    /** Returns what calls wait for, in words, or empty when it is present. */
    public synchronized Optional<String> missing() {
        String wanted = inCharge().isEmpty() ? configured : inCharge();
        if (wanted.isEmpty()) {
            return present.isEmpty() ? Optional.of("no store is present yet") : Optional.empty();
        }
        return newest(wanted) == null
                ? Optional.of("the store " + wanted + ", which holds the rows, is missing")
                : Optional.empty();
    }

    /**
     * Remembers the serving store, durably when the store is durable. From here on it is the choice; a durable one also
     * after a crash.
     */
    synchronized void serves(Store store, boolean durable) {
        String provider = present.get(store);
        if (provider == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The store has gone; try again.", 1);
        }
        if (durable) {
            record.write(provider);
        }
        served = provider;
        if (provider.equals(ordered)) {
            configured = provider;
            ordered = "";
        }
    }
}
