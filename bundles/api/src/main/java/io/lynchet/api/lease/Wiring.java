// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * The services that one component uses and registers, from its activation to its deactivation. A component opens its
 * wiring in {@code activate}: first the services that it uses, then its own parts, then the services that it registers.
 * {@link #close} takes everything back in the opposite order. Settings are checked before, so that an activation that
 * fails leaves nothing open.
 *
 * <p>The framework tells that a service goes in the thread that unregisters it, and its provider is deactivated only
 * after that. {@link #track} and {@link #each} wait in that event until no call is inside the service. So the provider
 * stays alive while it is called. They return the service to the framework after that.
 *
 * <p><b>Threads:</b> any thread may call any method. Services come and go in the threads of their providers, also
 * several at once. No lock is held while calls are waited for, or while code of the caller runs.
 */
public final class Wiring implements AutoCloseable {
    private final BundleContext context;
    private final BiConsumer<String, Throwable> log;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    /**
     * Opens a part for a service that has come.
     *
     * @param <T> the type of the service
     */
    @FunctionalInterface
    public interface Opening<T> {
        /**
         * Returns the part, which is closed when the service goes. When this fails, the log has the reason, and the
         * service is not used.
         */
        AutoCloseable open(T service, ServiceReference<T> reference) throws Exception;
    }

    /**
     * Creates a wiring without services.
     *
     * @param context the context of the component's bundle
     * @param log receives warnings; the error is null when there is none
     */
    public Wiring(BundleContext context, BiConsumer<String, Throwable> log) {
        this.context = context;
        this.log = log;
    }

    /**
     * Sends the calls of a gate to the service with the highest ranking; among equals, to the oldest. A change of
     * ranking moves new calls. When a service goes, it gets no more calls, and those inside have
     * {@link Gate#DRAIN_MILLIS} to end; after that the log has a warning. Once the wiring is closed, calls fail with
     * {@code UNAVAILABLE} without waiting.
     */
    public <T> void track(Class<T> type, Gate<T> gate) {
        track(type, gate, () -> {});
    }

    /**
     * Tracks, and calls {@code changed} each time that calls go to another service or to none. It is called before the
     * previous service is drained, so it can end what that one does for the component.
     */
    public <T> void track(Class<T> type, Gate<T> gate, Runnable changed) {
        RankedLeases<T> leases = new RankedLeases<>(gate, () -> run(changed));
        Opening<T> opening = (service, reference) -> {
            leases.add(reference, service);
            return () -> {
                if (!leases.remove(reference)) {
                    log.accept("Calls are still inside a service that goes: " + type.getName(), null);
                }
            };
        };
        ServiceWatch<T> watch = new ServiceWatch<>(context, type, opening, leases::choose, log);
        own(() -> {
            gate.close();
            watch.close();
        });
        watch.begin();
    }

    private void run(Runnable changed) {
        try {
            changed.run();
        } catch (RuntimeException e) {
            log.accept("A change of services could not be followed.", e);
        }
    }

    /**
     * Opens a part for each service of a type, the highest-ranked of those that are present first, and closes the part
     * when its service goes.
     */
    public <T> void each(Class<T> type, Opening<T> opening) {
        ServiceWatch<T> watch = new ServiceWatch<>(context, type, opening, () -> {}, log);
        own(watch);
        watch.begin();
    }

    /**
     * Calls {@code come} for each service of a type, like {@link #each(Class, Opening)}, and {@code go} when it goes.
     */
    public <T> void each(Class<T> type, Consumer<? super T> come, Consumer<? super T> go) {
        each(type, (service, reference) -> {
            come.accept(service);
            return () -> go.accept(service);
        });
    }

    /** Registers a service without properties. */
    public <T> void register(Class<T> type, T service) {
        register(type, service, Map.of());
    }

    /** Registers a service with properties. */
    public <T> void register(Class<T> type, T service, Map<String, ?> properties) {
        ServiceRegistration<T> registration =
                context.registerService(type, service, FrameworkUtil.asDictionary(properties));
        own(registration::unregister);
    }

    /**
     * Closes a part of the component together with the wiring. When the wiring is closed already, closes it at once.
     */
    public <C extends AutoCloseable> C own(C part) {
        synchronized (this) {
            if (!closed) {
                opened.push(part);
                return part;
            }
        }
        close(part);
        return part;
    }

    /**
     * Takes everything back, the newest first. A part that fails to close leaves a warning in the log. Blocks until no
     * call is inside a service, for at most {@link Gate#DRAIN_MILLIS} each.
     */
    @Override
    public void close() {
        for (AutoCloseable part = next(); part != null; part = next()) {
            close(part);
        }
    }

    private synchronized AutoCloseable next() {
        closed = true;
        return opened.poll();
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.accept("A part of a component could not be closed.", e);
        }
    }
}
