// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which of the stores that are there serves. What an operator orders while the process runs comes first; then the one that is in charge of the data
 * directory, which the configuration may name but not change: rows that were written to one store are not in another.
 */
final class StoreChoice {
    private final Map<Store, String> present = new LinkedHashMap<>();
    private final StoreRecord record;
    private String configured = "";
    private String ordered = "";
    private String served = "";

    StoreChoice(StoreRecord record) {
        this.record = record;
    }

    /** What the configuration says at the start; empty for nothing. */
    synchronized void configure(String provider) {
        configured = provider;
    }

    /** Wanted from now on, as soon as it is there; empty for no other than the one that serves. */
    synchronized void order(String provider) {
        ordered = provider;
    }

    synchronized void add(Store store, String provider) {
        present.put(store, provider);
    }

    synchronized void remove(Store store) {
        present.remove(store);
    }

    synchronized boolean isPresent(Store store) {
        return present.containsKey(store);
    }

    /** By the order in which they came. */
    synchronized Map<Store, String> present() {
        return new LinkedHashMap<>(present);
    }

    /** Its provider, or null when it is not there. */
    synchronized String provider(Store store) {
        return present.get(store);
    }

    /** The newest of that provider; null when there is none. */
    synchronized Store newest(String provider) {
        Store newest = null;
        for (Map.Entry<Store, String> entry : present.entrySet()) {
            newest = provider.equals(entry.getValue()) ? entry.getKey() : newest;
        }
        return newest;
    }

    /**
     * The store that is to serve, or null while it is not there.
     *
     * @param serving the one that does, or null
     * @throws LynchetException {@code CONFIGURATION_INVALID} when it can't be told
     */
    synchronized Store choose(Store serving) {
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

    /** Empty when none was, neither in this process nor before it. */
    private String inCharge() {
        return served.isEmpty() ? record.read() : served;
    }

    private void requireConfigured(String inCharge) {
        if (!configured.isEmpty() && !configured.equals(inCharge)) {
            String absent = newest(configured) == null
                    ? " There is no store " + configured + " now: if the name is a mistake, set store.target="
                            + inCharge + "."
                    : "";
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The rows of this data directory are in the store " + inCharge
                            + ", and io.lynchet.data:store.target is "
                            + configured + ". To take them along, start with store.target=" + inCharge
                            + " and type 'store move " + inCharge + " " + configured
                            + "' in the shell. To serve what " + configured + " has instead, type 'store use "
                            + configured
                            + "' there, or remove the file " + StoreRecord.FILE + " of the data directory." + absent);
        }
    }

    /** What calls wait for, in words; empty when it is there. */
    synchronized Optional<String> missing() {
        String wanted = inCharge().isEmpty() ? configured : inCharge();
        if (wanted.isEmpty()) {
            return present.isEmpty() ? Optional.of("no store is there yet") : Optional.empty();
        }
        return newest(wanted) == null
                ? Optional.of("the store " + wanted + ", which the rows are in, is not there yet")
                : Optional.empty();
    }

    /** Remembers who serves, durably when the store is. From here on it is the truth, also after a crash. */
    synchronized void serves(Store store, boolean durable) {
        String provider = present.get(store);
        if (provider == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The store has left.", 1);
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
