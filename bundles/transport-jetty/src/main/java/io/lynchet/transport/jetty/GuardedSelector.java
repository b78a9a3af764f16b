// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.SelectGuard;
import java.io.IOException;
import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/** One of Jetty's selectors. Jetty makes itself another one after a failure, but says nothing of it to anybody, nor when it can't. */
final class GuardedSelector extends ManagedSelector {
    private final SelectGuard guard;

    // Of the one thread that selects.
    private int errorsInARow;

    GuardedSelector(SelectorManager manager, int id, SelectGuard guard) {
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
