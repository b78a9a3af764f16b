// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All files that are present or were until just now. The deployment thread changes it; any thread may read it. */
public final class DropInTable {
    private final ConcurrentNavigableMap<Path, DropIn> dropIns = new ConcurrentSkipListMap<>();

    public DropIn at(Path file) {
        return dropIns.computeIfAbsent(file, DropIn::new);
    }

    /** Returns a copy, in order of the files. */
    public List<DropIn> all() {
        return new ArrayList<>(dropIns.values());
    }

    public void remove(DropIn dropIn) {
        dropIns.remove(dropIn.file);
    }

    /** Returns the other file whose running bundle has that name, or null. */
    public DropIn owner(String symbolicName, DropIn except) {
        for (DropIn dropIn : dropIns.values()) {
            if (dropIn != except
                    && dropIn.running != null
                    && dropIn.running.jar().symbolicName().equals(symbolicName)) {
                return dropIn;
            }
        }
        return null;
    }
}
