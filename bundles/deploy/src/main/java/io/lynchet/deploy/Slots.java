// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All files that are or were just there. Changed by the deployment thread, read by any. */
final class Slots {
    private final ConcurrentNavigableMap<Path, Slot> slots = new ConcurrentSkipListMap<>();

    Slot at(Path file) {
        return slots.computeIfAbsent(file, Slot::new);
    }

    /** A copy, in order of the files. */
    List<Slot> all() {
        return new ArrayList<>(slots.values());
    }

    void remove(Slot slot) {
        slots.remove(slot.file);
    }

    /** The other file whose bundle of that name is running, or null. */
    Slot owner(String symbolicName, Slot except) {
        for (Slot slot : slots.values()) {
            if (slot != except
                    && slot.running != null
                    && slot.running.jar().symbolicName().equals(symbolicName)) {
                return slot;
            }
        }
        return null;
    }
}
