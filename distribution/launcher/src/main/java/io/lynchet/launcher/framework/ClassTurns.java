// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.hooks.weaving.WovenClassListener;

/**
 * Has threads that need the same class of a bundle wait for the one that defines it. It weaves nothing.
 *
 * <p>Felix 7.0.5 lets them spin. After the swap of a bundle under load, all request threads meet its classes at once;
 * on few processors they kept the one that defines a class from running, for seconds, class after class, until requests
 * failed.
 */
final class ClassTurns implements WeavingHook, WovenClassListener {
    /** Felix does not tell when a class can't be defined for want of another one. Then others go on after this time. */
    private static final long WAIT_MILLIS = 1_000;

    private static final Turn ENDED = new Turn(0);

    static {
        ENDED.ended.countDown();
    }

    private final Map<ClassLoader, Map<String, Turn>> turns = Collections.synchronizedMap(new WeakHashMap<>());
    private final long waitMillis;

    /** The definition of one class by one thread. */
    private static final class Turn {
        private final long owner;
        private final CountDownLatch ended = new CountDownLatch(1);

        Turn(long owner) {
            this.owner = owner;
        }
    }

    ClassTurns(long waitMillis) {
        this.waitMillis = waitMillis;
    }

    static void begin(BundleContext context) {
        ClassTurns turns = new ClassTurns(WAIT_MILLIS);
        context.registerService(WeavingHook.class, turns, null);
        context.registerService(WovenClassListener.class, turns, null);
    }

    /** Runs just before the thread defines the class. */
    @Override
    public void weave(WovenClass woven) {
        long own = Thread.currentThread().getId();
        Turn turn = of(woven).computeIfAbsent(woven.getClassName(), name -> new Turn(own));
        if (turn.owner == own) {
            return;
        }
        try {
            if (!turn.ended.await(waitMillis, TimeUnit.MILLISECONDS)) {
                end(woven);
            }
        } catch (InterruptedException e) {
            // The thread is to end, and needs the class for that perhaps.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void modified(WovenClass woven) {
        if (woven.getState() != WovenClass.TRANSFORMED) {
            end(woven);
        }
    }

    private void end(WovenClass woven) {
        Turn turn = of(woven).put(woven.getClassName(), ENDED);
        if (turn != null) {
            turn.ended.countDown();
        }
    }

    private Map<String, Turn> of(WovenClass woven) {
        return turns.computeIfAbsent(woven.getBundleWiring().getClassLoader(), loader -> new ConcurrentHashMap<>());
    }
}
