// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * A bundle context that is a small service registry, for tests of components. Services that are registered here come to
 * the components that use them, as in a framework: events are synchronous, and references are in OSGi's order.
 *
 * <p>There are no bundles. All other methods throw {@link UnsupportedOperationException}.
 *
 * <p><b>Threads:</b> any thread may call any method.
 */
public final class ServiceRegistryContext extends ContextWithoutBundles {
    private final Map<String, String> properties = new ConcurrentHashMap<>();
    private final List<RegisteredService<?>> services = new CopyOnWriteArrayList<>();
    private final Map<ServiceListener, Filter> listeners = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<ServiceReference<?>, Integer> inUse = new HashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** Sets a framework property. */
    public ServiceRegistryContext with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Returns the present services of a type, the highest-ranked first. */
    public <S> List<S> services(Class<S> type) {
        return getServiceReferences(type, null).stream()
                .map(reference -> type.cast(((RegisteredService<?>) reference).service()))
                .toList();
    }

    /** Returns the highest-ranked service of a type. Fails when there is none. */
    public <S> S service(Class<S> type) {
        List<S> present = services(type);
        if (present.isEmpty()) {
            throw new AssertionError("no service " + type.getName());
        }
        return present.get(0);
    }

    /** Returns all present services, the oldest first. */
    public List<Object> services() {
        List<Object> all = new ArrayList<>();
        services.forEach(registered -> all.add(registered.service()));
        return all;
    }

    /** Registers a service without properties. */
    public <S> void add(Class<S> type, S service) {
        registerService(type, service, null);
    }

    /** Unregisters a service, as when its provider stops. Does nothing when it is not registered. */
    public void remove(Object service) {
        for (RegisteredService<?> registered : services) {
            if (registered.service() == service) {
                registered.unregister();
            }
        }
    }

    /** Returns whether a component has a service of this registry in use. */
    public boolean isInUse() {
        synchronized (inUse) {
            return !inUse.isEmpty();
        }
    }

    @Override
    public String getProperty(String key) {
        return properties.get(key);
    }

    @Override
    public RegisteredService<?> registerService(String[] types, Object service, Dictionary<String, ?> given) {
        return add(types, service, given);
    }

    @Override
    public RegisteredService<?> registerService(String type, Object service, Dictionary<String, ?> given) {
        return add(new String[] {type}, service, given);
    }

    @Override
    public <S> RegisteredService<S> registerService(Class<S> type, S service, Dictionary<String, ?> given) {
        return add(new String[] {type.getName()}, service, given);
    }

    private <S> RegisteredService<S> add(String[] types, S service, Dictionary<String, ?> given) {
        if (service instanceof ServiceFactory) {
            throw new UnsupportedOperationException("Service factories need bundles.");
        }
        RegisteredService<S> added =
                new RegisteredService<>(types, service, ids.incrementAndGet(), given, this::changed);
        services.add(added);
        tell(added, ServiceEvent.REGISTERED);
        return added;
    }

    // As in a framework: who asks during the event of the end does not find the service, but may still get it.
    private void changed(RegisteredService<?> service, int event) {
        if (event == ServiceEvent.UNREGISTERING) {
            services.remove(service);
        }
        tell(service, event);
    }

    private void tell(RegisteredService<?> service, int event) {
        Map<ServiceListener, Filter> told;
        synchronized (listeners) {
            told = new LinkedHashMap<>(listeners);
        }
        told.forEach((listener, filter) -> {
            if (filter.match(service)) {
                listener.serviceChanged(new ServiceEvent(event, service));
            }
        });
    }

    @Override
    public void addServiceListener(ServiceListener listener, String filter) throws InvalidSyntaxException {
        listeners.put(listener, FrameworkUtil.createFilter(filter == null ? "(objectClass=*)" : filter));
    }

    @Override
    public void addServiceListener(ServiceListener listener) {
        try {
            addServiceListener(listener, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void removeServiceListener(ServiceListener listener) {
        listeners.remove(listener);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> Collection<ServiceReference<S>> getServiceReferences(Class<S> type, String filter) {
        if (filter != null) {
            throw new UnsupportedOperationException("a filter besides the type");
        }
        List<ServiceReference<S>> found = new ArrayList<>();
        for (RegisteredService<?> each : services) {
            if (Arrays.asList((String[]) each.getProperty("objectClass")).contains(type.getName())) {
                found.add((ServiceReference<S>) each);
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }

    @Override
    public <S> ServiceReference<S> getServiceReference(Class<S> type) {
        return getServiceReferences(type, null).stream().findFirst().orElse(null);
    }

    @Override
    public <S> S getService(ServiceReference<S> reference) {
        S service = ((RegisteredService<S>) reference).service();
        if (service != null) {
            synchronized (inUse) {
                inUse.merge(reference, 1, Integer::sum);
            }
        }
        return service;
    }

    @Override
    public boolean ungetService(ServiceReference<?> reference) {
        synchronized (inUse) {
            boolean used = inUse.containsKey(reference);
            inUse.computeIfPresent(reference, (key, count) -> count == 1 ? null : count - 1);
            return used;
        }
    }
}
