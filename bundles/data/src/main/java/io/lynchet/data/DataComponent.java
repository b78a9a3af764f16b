// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.data.app.AppHealth;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.hook.AfterHooks;
import io.lynchet.data.hook.HookChain;
import io.lynchet.data.hook.HookHealth;
import io.lynchet.data.read.PolicyReadScopes;
import io.lynchet.data.read.ReadLimits;
import io.lynchet.data.read.ServedRoomRules;
import io.lynchet.data.store.LogRetention;
import io.lynchet.data.store.LongCalls;
import io.lynchet.data.store.ServingStoreFile;
import io.lynchet.data.store.StoreChoice;
import io.lynchet.data.store.StoreFeed;
import io.lynchet.data.store.StoreSwitch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundle's one component. References are optional and dynamic, so that the data service outlives the replacement of
 * any part. Work that takes long (a migration) runs on its own thread, never in a service event.
 */
@Component(
        name = "io.lynchet.data",
        immediate = true,
        service = {})
@Designate(ocd = DataComponent.Config.class)
public final class DataComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DataComponent.class);

    /** Running reads end well before their callers stop waiting for them. */
    private static final Duration READS_GRACE = Duration.ofMillis(Gate.DRAIN_MILLIS / 2);

    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet data service")
    public @interface Config {
        @AttributeDefinition(
                name = "Store provider",
                description = "Name of the store that serves. Empty: the store that served this data directory last, or"
                        + " else the only one that is installed. A change while the process runs makes the"
                        + " other store serve.")
        String store_target() default "";

        @AttributeDefinition(
                name = "Days of the log",
                description =
                        "Days after which changes are pruned from the log; clients that were away for longer start"
                                + " over. 1 to 36500.",
                min = "1",
                max = "36500")
        int logKeptDays() default 7;

        @AttributeDefinition(
                name = "Changes in the log",
                description = "Most changes that the log keeps; beyond that it also prunes younger ones. 1 to"
                        + " 1000000000000.",
                min = "1",
                max = "1000000000000")
        long logKeptChanges() default 1_000_000;

        @AttributeDefinition(
                name = "Required hooks",
                description = "Hooks that an entity requires for writes, besides those of the manifest: Entity:hook, or"
                        + " *:hook for every entity. While one is missing, writes fail with HOOK_MISSING.")
        String[] requiredHooks() default {};

        @AttributeDefinition(
                name = "Time of a read, ms",
                description = "Milliseconds that a read of a caller may take; then it fails with QUERY_TIMEOUT. A"
                        + " change takes effect at once. 10 to 600000.",
                min = "10",
                max = "600000")
        int queryTimeoutMillis() default 5_000;

        @AttributeDefinition(
                name = "Reads of one caller",
                description =
                        "Reads, other than of a row by its id, that one user, or one address without a user, may run"
                                + " at a time. Further reads wait, and then fail with RATE_LIMITED. All callers"
                                + " together may run as many beyond one of each. Half of the readers of the store is"
                                + " a good value. A change takes effect at once. 1 to 1000.",
                min = "1",
                max = "1000")
        int readsPerCallerMax() default 8;
    }

    private final Gate<Store> stores = new Gate<>("store");
    private final StoreFeed feed = new StoreFeed(stores);
    private final ServingState state = new ServingState();
    private final HookChain hooks = new HookChain(state);
    private final ReadLimits readLimits = new ReadLimits(ReadLimits.Settings.DEFAULT, System::nanoTime);
    private final LongCalls longCalls = new LongCalls();
    private final Assembly assembly = new Assembly(this::assembleNow);
    private final AtomicBoolean registered = new AtomicBoolean();
    private final StoreChoice choice;
    private final StoreSwitch switching;
    private final DataBundle parts;
    private final BundleContext context;
    private String target = "";
    private LogRetention retention;
    private Wiring wiring;
    private AutoCloseable watch = () -> {};
    private Set<String> acceptedLoss = Set.of();
    private volatile boolean active;

    @Activate
    public DataComponent(BundleContext context) {
        this.context = context;
        String data = context.getProperty("lynchet.data");
        choice = new StoreChoice(new ServingStoreFile(data == null || data.isBlank() ? null : Path.of(data)));
        switching = new StoreSwitch(stores, longCalls, feed, choice);
        parts = new DataBundle(state, choice, switching);
    }

    @Activate
    void activate(Config config) {
        retention = new LogRetention(stores, Clock.systemUTC(), limits(config));
        readLimits.configure(reading(config));
        hooks.required().configure(config.requiredHooks());
        target = config.store_target().strip();
        choice.configure(target);
        String accepted = context.getProperty("lynchet.accept.data.loss");
        acceptedLoss = accepted == null || accepted.isBlank()
                ? Set.of()
                : Arrays.stream(accepted.split(",")).map(String::strip).collect(Collectors.toSet());
        wiring = new Wiring(context, LOG::warn);
        useServices();
        AfterHooks afterHooks = wiring.own(new AfterHooks(hooks, feed, state));
        wiring.own(() -> watch.close());
        OperatorControl control = new OperatorControl(parts, state, stores, Clock.systemUTC());
        wiring.register(DataAdmin.class, control);
        wiring.register(HealthCheck.class, new AppHealth(state, control, choice));
        wiring.register(HealthCheck.class, new HookHealth(hooks, afterHooks));
        wiring.register(ServingStore.class, new LeasedStore(stores, longCalls, retention, parts));
        active = true;
        retention.start();
        assemble();
    }

    private void useServices() {
        wiring.track(PolicyEngine.class, parts.engines(), this::assemble);
        wiring.track(Manifests.class, parts.readers(), this::assemble);
        wiring.each(SystemSchema.class, (schema, reference) -> {
            parts.add(schema);
            assemble();
            return () -> parts.remove(schema);
        });
        wiring.each(Hook.class, (hook, reference) -> {
            ServiceRank rank = ServiceRank.of(reference);
            hooks.add(rank.ranking(), rank.serviceId(), hook);
            return () -> hooks.remove(hook);
        });
        wiring.each(Store.class, (store, reference) -> {
            choice.add(store, String.valueOf(reference.getProperty(Store.PROVIDER)));
            assemble();
            return () -> {
                readLimits.leave(READS_GRACE);
                switching.remove(store);
                assemble();
            };
        });
    }

    private static LogRetention.Limits limits(Config config) {
        long days = inRange("logKeptDays", config.logKeptDays(), 36_500);
        long changes = inRange("logKeptChanges", config.logKeptChanges(), 1_000_000_000_000L);
        return new LogRetention.Limits(Duration.ofDays(days), changes);
    }

    private static ReadLimits.Settings reading(Config config) {
        long millis = atLeast("queryTimeoutMillis", config.queryTimeoutMillis(), 10, 600_000);
        long reads = inRange("readsPerCallerMax", config.readsPerCallerMax(), 1_000);
        return new ReadLimits.Settings(Duration.ofMillis(millis), (int) reads);
    }

    private static long inRange(String key, long value, long max) {
        return atLeast(key, value, 1, max);
    }

    private static long atLeast(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, key + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    @Modified
    void modified(Config config) {
        retention.keep(limits(config));
        hooks.required().configure(config.requiredHooks());
        hooks.tellMissing();
        readLimits.configure(reading(config));
        String wanted = config.store_target().strip();
        if (!wanted.equals(target)) {
            target = wanted;
            choice.order(wanted);
            assemble();
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        active = false;
        readLimits.leave(READS_GRACE);
        retention.close();
        assembly.close();
        if (!assembly.awaitEnd(Gate.DRAIN_MILLIS)) {
            LOG.warn("A migration was still running when the data service stopped.");
        }
        wiring.close();
        state.close();
    }

    private void assemble() {
        if (active) {
            assembly.ask();
        }
    }

    private void assembleNow() {
        parts.reassemble(acceptedLoss);
        hooks.tellMissing();
        if (state.orNull() != null && registered.compareAndSet(false, true)) {
            register();
        }
    }

    private void register() {
        DataService service = new GuardedDataService(state, stores, hooks, Clock.systemUTC(), readLimits);
        wiring.register(ChangeFeed.class, feed);
        wiring.register(ReadScopes.class, new PolicyReadScopes(state, stores, feed, readLimits));
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        RoomRules rooms = new ServedRoomRules(state, stores, feed, Clock.systemUTC(), dev);
        wiring.register(RoomRules.class, rooms);
        // Last, so that a bundle that sees the data service finds the others, too.
        wiring.register(DataService.class, service);
        if (dev) {
            watch = parts.readers().call(manifests -> manifests.watch(() -> parts.reload(Set.of())));
        }
    }
}
