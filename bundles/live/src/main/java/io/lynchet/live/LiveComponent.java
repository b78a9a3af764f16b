// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.ChangeListener;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.live.LiveQueries;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.socket.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs one engine as long as the bundle is active. The parts it needs come and go. */
@Component(
        name = "io.lynchet.live",
        immediate = true,
        service = {})
public final class LiveComponent {
    private final Parts parts = new Parts();
    private final LiveEngine engine = new LiveEngine(parts);
    private final ChangeListener listener = engine.mailbox()::changed;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private AutoCloseable following = () -> {};

    @Activate
    void activate(BundleContext context) {
        registrations.add(context.registerService(FrameHandler.class, new SubscriptionFrames(parts, engine), null));
        registrations.add(context.registerService(LiveQueries.class, new OpenQueries(engine), null));
        registrations.add(context.registerService(MetricSource.class, engine.metrics()::report, null));
    }

    @Deactivate
    void deactivate() throws Exception {
        registrations.forEach(ServiceRegistration::unregister);
        following.close();
        engine.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        parts.data().bind(service);
    }

    void unbindData(DataService service) {
        parts.data().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindScopes(ReadScopes service) {
        parts.scopes().bind(service);
    }

    void unbindScopes(ReadScopes service) {
        parts.scopes().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeed(ChangeFeed service) throws Exception {
        AutoCloseable before = following;
        following = service.subscribe(listener);
        parts.feed().bind(service);
        before.close();
        engine.follow(service);
    }

    void unbindFeed(ChangeFeed service) {
        parts.feed().unbind(service);
    }
}
