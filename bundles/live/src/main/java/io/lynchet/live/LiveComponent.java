// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.ChangeListener;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.live.LiveQueries;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.live.engine.LiveEngine;
import io.lynchet.live.engine.LiveServices;
import io.lynchet.live.group.LiveLimits;
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
 * The component of live queries. It runs one {@link LiveEngine} while the bundle is active; the services it needs come
 * and go.
 */
@Component(
        name = "io.lynchet.live",
        immediate = true,
        service = {})
@Designate(ocd = LiveComponent.Config.class)
public final class LiveComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LiveComponent.class);

    /** The limits of live queries. */
    @ObjectClassDefinition(name = "Live queries")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "Bytes of memory that the results of all live queries may take together; a row in several of"
                                + " them counts once. 0: a quarter of the largest heap. Beyond it new live queries,"
                                + " and those that grow, end with OVERLOADED.",
                min = "0",
                max = "1099511627776")
        long resultBytesMax() default 0;

        @AttributeDefinition(
                description = "Bytes that the results of one caller may take, each counted whole: of a user, or of all"
                        + " callers of one address who have not signed in. 0: a sixteenth of the largest"
                        + " heap. Beyond it new live queries, and those that grow, end with LIMIT_EXCEEDED.",
                min = "0",
                max = "1099511627776")
        long callerBytesMax() default 0;
    }

    private static final long BYTES_MAX = 1L << 40;

    private final LiveServices parts = new LiveServices();
    private final LiveEngine engine;
    private final ChangeListener listener;
    private Wiring wiring;

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
                    ErrorCode.CONFIGURATION_INVALID, key + " must be from 0 to " + BYTES_MAX + ", not " + value);
        }
        return value;
    }

    @Activate
    void activate(BundleContext context) {
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, parts.data());
        wiring.track(ReadScopes.class, parts.scopes());
        wiring.track(ChangeFeed.class, parts.feed());
        wiring.own(engine);
        wiring.each(ChangeFeed.class, (feed, reference) -> {
            AutoCloseable subscription = feed.subscribe(listener);
            engine.follow(feed);
            return subscription;
        });
        wiring.register(FrameHandler.class, new SubscriptionFrames(parts, engine));
        wiring.register(LiveQueries.class, new OpenQueries(engine));
        wiring.register(MetricSource.class, engine.metrics()::report);
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
