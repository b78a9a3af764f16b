// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import io.lynchet.sync.pull.PullChanges;
import io.lynchet.sync.push.PushChanges;
import io.lynchet.sync.stream.ChangeDispatcher;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of replica sync. It registers the routes of sync and runs the change stream for sockets; the services
 * they need come and go.
 */
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
    private volatile ChangeDispatcher dispatcher;
    private Wiring wiring;

    /** The configuration of replica sync. */
    @ObjectClassDefinition(name = "Replica sync")
    public @interface Config {
        @AttributeDefinition(
                description = "Newest events that each group of callers with the same rights keeps encoded.",
                min = "0",
                max = "100000")
        int groupEventsMax() default 1_000;

        @AttributeDefinition(
                description = "Most bytes of these events for each group; beyond it the oldest are dropped.",
                min = "0",
                max = "67108864")
        int groupBytesMax() default 262_144;
    }

    @Activate
    void activate(BundleContext context, Config config) {
        RightsGroups groups = new RightsGroups(config.groupEventsMax(), config.groupBytesMax());
        SyncMetrics figures = new SyncMetrics(groups::size, this::sockets);
        GroupReader reader = new GroupReader(figures);
        ChangeDispatcher changes = new ChangeDispatcher(data, scopes, groups, reader, figures);
        dispatcher = changes;
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, data);
        wiring.track(ChangeFeed.class, feed);
        wiring.track(ReadScopes.class, scopes, changes::wake);
        wiring.own(changes).start();
        wiring.each(ChangeFeed.class, (present, reference) -> {
            AutoCloseable subscription = present.subscribe(commit -> changes.wake());
            changes.wake();
            return subscription;
        });
        wiring.register(Route.class, new PushChanges(data, feed));
        wiring.register(Route.class, new PullChanges(data, scopes, groups, reader, figures));
        wiring.register(FrameHandler.class, changes);
        wiring.register(MetricSource.class, figures);
    }

    private int sockets() {
        ChangeDispatcher current = dispatcher;
        return current == null ? 0 : current.size();
    }

    @Deactivate
    void deactivate() {
        wiring.close();
        dispatcher = null;
    }
}
