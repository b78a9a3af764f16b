// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.launcher.cli.ExitCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/**
 * The signals of the process: SIGTERM and SIGINT ask to stop, SIGHUP to reload the manifest. The main thread takes the
 * requests one by one.
 *
 * <p>A handler rather than a shutdown hook: only so can the exit code be 0. The JDK's class is used by reflection
 * because the compiler warns about it; every JDK in use has it.
 */
public final class Signals {
    public enum Request {
        STOP,
        RELOAD
    }

    private static final int STOPS_PATIENT = 2;

    /** Many requests at once mean no more than a few. */
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(8);

    private final Thread main = Thread.currentThread();
    private final AtomicInteger stops = new AtomicInteger();
    private boolean starting = true;

    private Signals() {}

    /** Installs the handlers. From now on until {@link #started} a request to stop interrupts the calling thread. */
    public static Signals install() {
        Signals signals = new Signals();
        signals.on("TERM", Request.STOP);
        signals.on("INT", Request.STOP);
        signals.on("HUP", Request.RELOAD);
        return signals;
    }

    /**
     * Tells that the start is over: from now on requests wait for {@link #next}. Also stops when the framework is
     * stopped from inside.
     */
    public void started(BundleContext context) {
        synchronized (this) {
            starting = false;
            // A request of the last moment is in the queue as well.
            Thread.interrupted();
        }
        SynchronousBundleListener listener = event -> {
            boolean framework = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
            if (framework && event.getType() == BundleEvent.STOPPING) {
                offer(Request.STOP);
            }
        };
        context.addBundleListener(listener);
    }

    public boolean stopAsked() {
        return stops.get() > 0;
    }

    /** Blocks until the next request and returns it. */
    public Request next() throws InterruptedException {
        return requests.take();
    }

    private synchronized void ask(Request request) {
        if (request == Request.STOP) {
            if (stops.incrementAndGet() > STOPS_PATIENT) {
                // After repeated requests the operator does not want to wait for running requests.
                Runtime.getRuntime().halt(ExitCode.ERROR);
            }
            if (starting) {
                main.interrupt();
            }
        }
        offer(request);
    }

    private void offer(Request request) {
        if (!requests.offer(request) && request == Request.STOP) {
            requests.clear();
            requests.offer(Request.STOP);
        }
    }

    private void on(String name, Request request) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            ask(request);
                        }
                        return method.getName().equals("hashCode") ? (Object) System.identityHashCode(self) : null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            if (!(e instanceof InvocationTargetException)) {
                throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
            }
            // No such signal on this system (HUP on Windows), or the JVM was told to leave it alone (-Xrs).
        }
    }
}
