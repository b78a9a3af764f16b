// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.CommitListener;
import io.lynchet.api.store.Store;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registered listeners of commits. */
public final class CommitListeners {
    private static final Logger LOG = LoggerFactory.getLogger(CommitListeners.class);

    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    // Compared by identity: one listener may be registered twice, and each handle closes its own registration.
    private static final class Registration {
        private final CommitListener listener;

        Registration(CommitListener listener) {
            this.listener = listener;
        }
    }

    public Store.Listening add(CommitListener listener) {
        Registration registration = new Registration(listener);
        registrations.add(registration);
        return () -> registrations.remove(registration);
    }

    /** Returns whether a listener is registered, as every app that serves from a store does. */
    public boolean isAnybodyThere() {
        return !registrations.isEmpty();
    }

    /** Tells all listeners. One that breaks its contract and throws does not affect the others. */
    public void tell(List<Change> changes) {
        if (changes.isEmpty() || registrations.isEmpty()) {
            return;
        }
        List<Change> told = List.copyOf(changes);
        for (Registration registration : registrations) {
            try {
                registration.listener.committed(told);
            } catch (RuntimeException | Error e) {
                Vitals.suffered(e);
                LOG.error("A commit listener failed at seq {}.", told.get(0).seq(), e);
            }
        }
    }
}
