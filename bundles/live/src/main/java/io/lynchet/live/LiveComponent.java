// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Runs one engine as long as the bundle is active. The parts it needs come and go. */
@Component(
        name = "io.lynchet.live",
        immediate = true,
        service = {})
@Designate(ocd = LiveComponent.Config.class)
public final class LiveComponent {
    /** What live queries may take. */
    @ObjectClassDefinition(name = "Live queries")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "Bytes that the results of all live queries may take in memory together, a row that is in several of"
                                + " them counted once. 0 for a quarter of the largest heap. Beyond it new ones, and those"
                                + " that grow, end with OVERLOADED.",
                min = "0",
                max = "1099511627776")
        long resultBytesMax() default 0;

        @AttributeDefinition(
                description =
                        "Bytes that the results of one caller may take, each counted whole: of a user, or of everybody"
                                + " who has not signed in at one address. 0 for a sixteenth of the largest heap. Beyond it"
                                + " new ones, and those that grow, end with LIMIT_EXCEEDED.",
                min = "0",
                max = "1099511627776")
        long callerBytesMax() default 0;
    }

    private static final long BYTES_MAX = 1L << 40;

    private final Parts parts = new Parts();
    private final LiveEngine engine;
    private final ChangeListener listener;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private AutoCloseable following = () -> {};

    @Activate
    public LiveComponent(Config config) {
        engine = new LiveEngine(
                parts,
                LiveLimits.ofHeap(Runtime.getRuntime().maxMemory())
                        .with(
                                inRange("resultBytesMax", config.resultBytesMax()),
                                inRange("callerBytesMax", config.callerBytesMax())));
        listener = engine.mailbox()::changed;
    }

    private static long inRange(String key, long value) {
        if (value < 0 || value > BYTES_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, key + " has to be from 0 to " + BYTES_MAX + ", not " + value);
        }
        return value;
    }

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
