// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.connection.SelectorGuard;
import java.io.IOException;
import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/**
 * A selector of Jetty that reports failures. Jetty replaces a failed selector without telling, and does not tell either
 * when it can't.
 */
final class GuardedSelector extends ManagedSelector {
    private final SelectorGuard guard;

    // Confined to the thread that selects.
    private int errorsInARow;

    GuardedSelector(SelectorManager manager, int id, SelectorGuard guard) {
        super(manager, id);
        this.guard = guard;
    }

    @Override
    protected int nioSelect(Selector selector, boolean now) throws IOException {
        int selected = super.nioSelect(selector, now);
        errorsInARow = 0;
        return selected;
    }

    @Override
    protected void handleSelectFailure(Selector selector, Throwable failure) throws IOException {
        errorsInARow++;
        guard.failed(failure, errorsInARow);
        super.handleSelectFailure(selector, failure);
    }

    @Override
    protected void onSelectFailed(Throwable cause) {
        guard.ended("its selector can't go on after " + cause);
    }
}
