// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.row.Change;
import io.lynchet.api.store.CommitListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps the changes it hears. */
public final class Recording implements CommitListener {
    private final List<List<Change>> heard = new CopyOnWriteArrayList<>();

    @Override
    public void committed(List<Change> changes) {
        heard.add(changes);
    }

    /** Returns one list per call. */
    public List<List<Change>> calls() {
        return List.copyOf(heard);
    }

    /** Returns all changes in the order of the calls. */
    public List<Change> changes() {
        List<Change> all = new ArrayList<>();
        heard.forEach(all::addAll);
        return all;
    }

    public List<Long> seqs() {
        return changes().stream().map(Change::seq).toList();
    }
}
