// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.osgi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** One service of a {@link ServiceRegistryContext}, as its provider and as its users see it. */
final class RegisteredService<S> implements ServiceRegistration<S>, ServiceReference<S> {
    private final String[] types;
    private final long id;
    private final BiConsumer<RegisteredService<?>, Integer> events;
    private volatile S service;
    private volatile Map<String, Object> properties;
    private boolean leaving;

    /** @param events told of changes and of the end, by the type of a {@link ServiceEvent} */
    RegisteredService(
            String[] types,
            S service,
            long id,
            Dictionary<String, ?> given,
            BiConsumer<RegisteredService<?>, Integer> events) {
        this.types = types.clone();
        this.service = service;
        this.id = id;
        this.events = events;
        this.properties = properties(given);
    }

    private Map<String, Object> properties(Dictionary<String, ?> given) {
        Map<String, Object> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (given != null) {
            for (String key : Collections.list(given.keys())) {
                all.put(key, given.get(key));
            }
        }
        all.put(Constants.OBJECTCLASS, types);
        all.put(Constants.SERVICE_ID, id);
        return all;
    }

    /** Returns null after the end. */
    S service() {
        return service;
    }

    private int ranking() {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    }

    @Override
    public ServiceReference<S> getReference() {
        return this;
    }

    @Override
    public void setProperties(Dictionary<String, ?> given) {
        properties = properties(given);
        events.accept(this, ServiceEvent.MODIFIED);
    }

    @Override
    public void unregister() {
        synchronized (this) {
            if (leaving) {
                throw new IllegalStateException("unregistered already");
            }
            leaving = true;
        }
        events.accept(this, ServiceEvent.UNREGISTERING);
        service = null;
    }

    @Override
    public Object getProperty(String key) {
        return properties.get(key);
    }

    @Override
    public String[] getPropertyKeys() {
        return properties.keySet().toArray(String[]::new);
    }

    @Override
    public Dictionary<String, Object> getProperties() {
        return FrameworkUtil.asDictionary(properties);
    }

    /** Returns null: there are no bundles. */
    @Override
    public Bundle getBundle() {
        return null;
    }

    @Override
    public Bundle[] getUsingBundles() {
        throw new UnsupportedOperationException("There are no bundles.");
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
        return List.of(types).contains(className);
    }

    @Override
    public <A> A adapt(Class<A> type) {
        throw new UnsupportedOperationException(type.getName());
    }

    /** Orders by ranking; of equals the older is the greater. */
    @Override
    public int compareTo(Object other) {
        RegisteredService<?> that = (RegisteredService<?>) other;
        int byRanking = Integer.compare(ranking(), that.ranking());
        return byRanking != 0 ? byRanking : Long.compare(that.id, id);
    }

    @Override
    public String toString() {
        return new ArrayList<>(properties.entrySet()).toString();
    }
}
