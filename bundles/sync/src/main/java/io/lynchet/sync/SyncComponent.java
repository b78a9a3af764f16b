// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Offers the routes of sync. The parts they need come and go. */
@Component(
        name = "io.lynchet.sync",
        immediate = true,
        service = {})
public final class SyncComponent {
    private final Gate<DataService> data = new Gate<>("data service");
    private final Gate<ChangeFeed> feed = new Gate<>("change feed");
    private ServiceRegistration<Route> registration;

    @Activate
    void activate(BundleContext context) {
        registration = context.registerService(Route.class, new PushChanges(data, feed), null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
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
        feed.bind(service);
    }

    void unbindFeed(ChangeFeed service) {
        feed.unbind(service);
    }
}
