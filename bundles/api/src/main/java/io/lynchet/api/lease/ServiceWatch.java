// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * A watch of all services of one type. It opens a part for each service and closes the part before the event of the
 * service's unregistration ends.
 *
 * <p>OSGi's own tracker does not wait in that event for a part that another thread is just opening. So a call could
 * begin in a service whose provider has stopped. This watch waits. Parts are opened and closed without a lock.
 */
final class ServiceWatch<T> implements ServiceListener, AutoCloseable {
    private final BundleContext context;
    private final Class<T> type;
    private final Wiring.Opening<T> opening;
    private final Runnable modified;
    private final BiConsumer<String, Throwable> log;
    private final Map<ServiceReference<?>, Watched<T>> watched = new LinkedHashMap<>();
    private boolean closed;

    private enum State {
        COMING,
        OPENING,
        OPEN,
        CLOSING,
        GONE
    }

    private static final class Watched<T> {
        private final ServiceReference<T> reference;
        private State state = State.COMING;
        private AutoCloseable part;

        Watched(ServiceReference<T> reference) {
            this.reference = reference;
        }
    }

    /** @param modified called after the properties of a service have changed */
    ServiceWatch(
            BundleContext context,
            Class<T> type,
            Wiring.Opening<T> opening,
            Runnable modified,
            BiConsumer<String, Throwable> log) {
        this.context = context;
        this.type = type;
        this.opening = opening;
        this.modified = modified;
        this.log = log;
    }

    /** Opens parts for the present services, the highest-ranked first, and from now on for those that come. */
    void begin() {
        List<Watched<T>> present;
        // Events wait meanwhile. So a service that goes now is known, and one that comes is not opened twice.
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                context.addServiceListener(this, "(" + Constants.OBJECTCLASS + "=" + type.getName() + ")");
                present = context.getServiceReferences(type, null).stream()
                        .sorted(Comparator.reverseOrder())
                        .map(this::come)
                        .filter(Objects::nonNull)
                        .toList();
            } catch (InvalidSyntaxException e) {
                throw new IllegalArgumentException(type.getName(), e);
            }
        }
        present.forEach(this::open);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<T> reference = (ServiceReference<T>) event.getServiceReference();
        switch (event.getType()) {
            case ServiceEvent.REGISTERED -> {
                Watched<T> coming = come(reference);
                if (coming != null) {
                    open(coming);
                }
            }
            case ServiceEvent.UNREGISTERING -> {
                Watched<T> going = known(reference);
                if (going != null) {
                    close(going);
                }
            }
            default -> modified.run();
        }
    }

    /** Returns null when the service is known already, or the watch is closed. */
    private synchronized Watched<T> come(ServiceReference<T> reference) {
        Watched<T> coming = new Watched<>(reference);
        return closed || watched.putIfAbsent(reference, coming) != null ? null : coming;
    }

    private synchronized Watched<T> known(ServiceReference<?> reference) {
        return watched.get(reference);
    }

    private void open(Watched<T> coming) {
        T service = context.getService(coming.reference);
        if (service == null || !begin(coming)) {
            end(coming);
            return;
        }
        AutoCloseable part = null;
        try {
            part = opening.open(service, coming.reference);
        } catch (Exception | LinkageError e) {
            log.accept(service.getClass().getName() + " can't be used as " + type.getName() + ".", e);
        } finally {
            if (!opened(coming, part)) {
                takeBack(coming, part);
            }
        }
    }

    private synchronized boolean begin(Watched<T> coming) {
        if (coming.state != State.COMING) {
            return false;
        }
        coming.state = State.OPENING;
        return true;
    }

    /** Returns false when the service has gone meanwhile, and nobody waits for this part any more. */
    private synchronized boolean opened(Watched<T> coming, AutoCloseable part) {
        if (coming.state != State.OPENING) {
            return false;
        }
        coming.state = State.OPEN;
        coming.part = part;
        notifyAll();
        return true;
    }

    private void close(Watched<T> going) {
        if (!awaitOthers(going)) {
            log.accept("A service of the type " + type.getName() + " goes while a thread still takes it up.", null);
        }
        if (beginToClose(going)) {
            takeBack(going, going.part);
        }
    }

    /** Waits while another thread opens or closes the part. Returns false when that takes too long. */
    private synchronized boolean awaitOthers(Watched<T> going) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Gate.DRAIN_MILLIS);
        while (going.state == State.OPENING || going.state == State.CLOSING) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Returns whether the caller closes the part. The thread that opens or closes it does it otherwise. */
    private synchronized boolean beginToClose(Watched<T> going) {
        if (going.state == State.OPEN) {
            going.state = State.CLOSING;
            return true;
        }
        if (going.state != State.CLOSING) {
            going.state = State.GONE;
            watched.remove(going.reference, going);
        }
        return false;
    }

    private void takeBack(Watched<T> going, AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.accept("What was opened for a service of the type " + type.getName() + " can't be closed.", e);
        } finally {
            end(going);
        }
    }

    /** Gives the service back, only now that its part is closed. */
    private void end(Watched<T> going) {
        context.ungetService(going.reference);
        synchronized (this) {
            going.state = State.GONE;
            watched.remove(going.reference, going);
            notifyAll();
        }
    }

    /** Closes all parts, the newest first. */
    @Override
    public void close() {
        List<Watched<T>> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(watched.values());
        }
        Collections.reverse(all);
        all.forEach(this::close);
        // Only now: a service that goes meanwhile has to wait for the calls inside it, too.
        context.removeServiceListener(this);
    }
}
