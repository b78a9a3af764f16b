// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.connection.SelectorGuard;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;

/**
 * The selecting of one event loop. At an {@link Error} from it, Netty would end the loop for good, with all its
 * connections.
 */
final class GuardedLoop implements IoHandler {
    private final IoHandler loop;
    private final SelectorGuard guard;

    // Confined to the loop's thread.
    private int errorsInARow;

    private GuardedLoop(IoHandler loop, SelectorGuard guard) {
        this.loop = loop;
        this.guard = guard;
    }

    static IoHandlerFactory each(IoHandlerFactory loops, SelectorGuard guard) {
        return executor -> new GuardedLoop(loops.newHandler(executor), guard);
    }

    @Override
    public int run(IoHandlerContext context) {
        try {
            int handled = loop.run(context);
            errorsInARow = 0;
            return handled;
        } catch (Error e) {
            // Selected keys that were not handled are selected again.
            errorsInARow++;
            guard.failed(e, errorsInARow);
            return 0;
        }
    }

    @Override
    public void initialize() {
        loop.initialize();
    }

    @Override
    public void prepareToDestroy() {
        loop.prepareToDestroy();
    }

    @Override
    public void destroy() {
        loop.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return loop.register(handle);
    }

    @Override
    public void wakeup() {
        loop.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return loop.isCompatible(type);
    }
}
