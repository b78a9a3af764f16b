// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.socket.FrameHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the routes of sync and follows changes for sockets. The parts that they need come and go. */
@Component(
        name = "io.lynchet.sync",
        immediate = true,
        service = {})
@Designate(ocd = SyncComponent.Config.class)
public final class SyncComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SyncComponent.class);

    private final Gate<DataService> data = new Gate<>("data service");
    private final Gate<ChangeFeed> feed = new Gate<>("change feed");
    private final Gate<ReadScopes> scopes = new Gate<>("data service");
    private final Map<ChangeFeed, AutoCloseable> heard = new HashMap<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private volatile Dispatcher dispatcher;

    /** Configuration. */
    @ObjectClassDefinition(name = "Replica sync")
    public @interface Config {
        @AttributeDefinition(
                description = "Newest events that are kept encoded for each group of callers with the same rights.",
                min = "0",
                max = "100000")
        int groupEventsMax() default 1_000;

        @AttributeDefinition(description = "Most bytes of these events for each group.", min = "0", max = "67108864")
        int groupBytesMax() default 262_144;
    }

    @Activate
    void activate(BundleContext context, Config config) {
        Groups groups = new Groups(config.groupEventsMax(), config.groupBytesMax());
        Figures figures = new Figures(groups::size, this::sockets);
        GroupReader reader = new GroupReader(figures);
        dispatcher = new Dispatcher(data, scopes, groups, reader, figures);
        dispatcher.start();
        registrations.add(context.registerService(Route.class, new PushChanges(data, feed), null));
        registrations.add(
                context.registerService(Route.class, new PullChanges(data, scopes, groups, reader, figures), null));
        registrations.add(context.registerService(FrameHandler.class, dispatcher, null));
        registrations.add(context.registerService(MetricSource.class, figures, null));
    }

    private int sockets() {
        Dispatcher current = dispatcher;
        return current == null ? 0 : current.size();
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
        dispatcher.close();
        dispatcher = null;
    }

    private void wake() {
        Dispatcher current = dispatcher;
        if (current != null) {
            current.wake();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        data.bind(service);
    }

    void unbindData(DataService service) {
        data.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeed(ChangeFeed service) {
        synchronized (heard) {
            heard.put(service, service.subscribe(changes -> wake()));
        }
        feed.bind(service);
        wake();
    }

    void unbindFeed(ChangeFeed service) {
        feed.unbind(service);
        synchronized (heard) {
            AutoCloseable handle = heard.remove(service);
            if (handle != null) {
                close(handle);
            }
        }
    }

    private static void close(AutoCloseable handle) {
        try {
            handle.close();
        } catch (Exception e) {
            LOG.warn("A listener of the change feed could not be taken back.", e);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindScopes(ReadScopes service) {
        scopes.bind(service);
        wake();
    }

    void unbindScopes(ReadScopes service) {
        scopes.unbind(service);
    }
}
