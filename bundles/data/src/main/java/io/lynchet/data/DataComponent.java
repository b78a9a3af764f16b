// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundle's one component. References are optional and dynamic, so that no part takes the data service down when it is replaced; what
 * takes long (a migration) runs on a thread of its own, never in a service event.
 */
@Component(
        name = "io.lynchet.data",
        immediate = true,
        service = {})
@Designate(ocd = DataComponent.Config.class)
public final class DataComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DataComponent.class);

    /** Reads that are under way end well before whoever waits for them goes on without. */
    private static final Duration READS_GRACE = Duration.ofMillis(Gate.DRAIN_MILLIS / 2);

    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet data service")
    public @interface Config {
        @AttributeDefinition(
                name = "Store provider",
                description =
                        "Name of the store that serves; empty for the one that is in charge of the data directory, or is there. Changed while the process runs, it has the other one serve.")
        String store_target() default "";

        @AttributeDefinition(
                name = "Days of the log",
                description =
                        "Days after which changes are forgotten; clients that were away for longer start over. 1 to 36500.",
                min = "1",
                max = "36500")
        int logKeptDays() default 7;

        @AttributeDefinition(
                name = "Changes in the log",
                description = "Most changes that are kept, also when they are younger. 1 to 1000000000000.",
                min = "1",
                max = "1000000000000")
        long logKeptChanges() default 1_000_000;

        @AttributeDefinition(
                name = "Required hooks",
                description =
                        "Hooks without which an entity is not written, besides those of the manifest: Entity:hook, or *:hook for every entity.")
        String[] requiredHooks() default {};

        @AttributeDefinition(
                name = "Time of a read, ms",
                description = "Longest time that a read of a caller may take; then it is ended and answered with"
                        + " QUERY_TIMEOUT. Taken over while the process runs. 10 to 600000.",
                min = "10",
                max = "600000")
        int queryTimeoutMillis() default 5_000;

        @AttributeDefinition(
                name = "Reads of one caller",
                description =
                        "Reads, other than of a row by its id, that one user, or one address without a user, may"
                                + " have at a time; further ones wait, and are then refused with RATE_LIMITED. All callers"
                                + " together have as many beyond one of each. Half of the readers of the store is a good value. Taken over while the process runs. 1 to 1000.",
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
    private final List<ServiceRegistration<?>> registrations = new CopyOnWriteArrayList<>();
    private final AtomicBoolean registered = new AtomicBoolean();
    private final StoreChoice choice;
    private final StoreSwitch switching;
    private final DataBundle parts;
    private final BundleContext context;
    private String target = "";
    private AfterHooks afterHooks;
    private LogRetention retention;
    private AutoCloseable watch = () -> {};
    private Set<String> acceptedLoss = Set.of();
    private volatile boolean active;

    @Activate
    public DataComponent(BundleContext context) {
        this.context = context;
        String data = context.getProperty("lynchet.data");
        choice = new StoreChoice(new StoreRecord(data == null || data.isBlank() ? null : Path.of(data)));
        switching = new StoreSwitch(stores, longCalls, feed, choice);
        parts = new DataBundle(state, choice, switching);
    }

    @Activate
    void activate(Config config) {
        retention = new LogRetention(stores, Clock.systemUTC(), limits(config));
        hooks.required().configure(config.requiredHooks());
        readLimits.configure(reading(config));
        target = config.store_target().strip();
        choice.configure(target);
        String accepted = context.getProperty("lynchet.accept.data.loss");
        acceptedLoss = accepted == null || accepted.isBlank()
                ? Set.of()
                : Arrays.stream(accepted.split(",")).map(String::strip).collect(Collectors.toSet());
        afterHooks = new AfterHooks(hooks, feed, state);
        OperatorControl control = new OperatorControl(parts, state, stores, Clock.systemUTC());
        registrations.add(context.registerService(DataControl.class, control, null));
        registrations.add(context.registerService(HealthCheck.class, new AppHealth(state, control, choice), null));
        registrations.add(context.registerService(HealthCheck.class, new HookHealth(hooks, afterHooks), null));
        registrations.add(context.registerService(
                ServingStore.class, new LeasedStore(stores, longCalls, retention, parts), null));
        active = true;
        retention.start();
        assemble();
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
                    ErrorCode.CONFIGURATION_INVALID, key + " has to be from " + min + " to " + max + ", not " + value);
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
    void deactivate() throws Exception {
        active = false;
        readLimits.leave(READS_GRACE);
        retention.close();
        assembly.close();
        if (!assembly.awaitEnd(Gate.DRAIN_MILLIS)) {
            LOG.warn("A migration was still running when the data service stopped.");
        }
        registrations.forEach(ServiceRegistration::unregister);
        watch.close();
        afterHooks.close();
    }

    @Reference(
            name = "stores",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(Store store, Map<String, Object> properties) {
        choice.add(store, String.valueOf(properties.get(Store.PROVIDER)));
        assemble();
    }

    void unbindStore(Store store) {
        readLimits.leave(READS_GRACE);
        switching.remove(store);
        assemble();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(PolicyEngine engine) {
        parts.engines().bind(engine);
        assemble();
    }

    void unbindEngine(PolicyEngine engine) {
        parts.engines().unbind(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindManifests(Manifests manifests) {
        parts.readers().bind(manifests);
        assemble();
    }

    void unbindManifests(Manifests manifests) {
        parts.readers().unbind(manifests);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSystemSchema(SystemSchema schema) {
        parts.add(schema);
        assemble();
    }

    void unbindSystemSchema(SystemSchema schema) {
        parts.remove(schema);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHook(Hook hook, Map<String, Object> properties) {
        Object ranking = properties.get(Constants.SERVICE_RANKING);
        long serviceId = (Long) properties.get(Constants.SERVICE_ID);
        hooks.add(ranking instanceof Integer given ? given : 0, serviceId, hook);
    }

    void unbindHook(Hook hook) {
        hooks.remove(hook);
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
        registrations.add(context.registerService(ChangeFeed.class, feed, null));
        registrations.add(
                context.registerService(ReadScopes.class, new PolicyReadScopes(state, stores, readLimits), null));
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        RoomRules rooms = new ServedRoomRules(state, stores, feed, Clock.systemUTC(), dev);
        registrations.add(context.registerService(RoomRules.class, rooms, null));
        // Last, so that whoever sees the data service finds the others, too.
        registrations.add(context.registerService(DataService.class, service, null));
        if (dev) {
            watch = parts.readers().call(manifests -> manifests.watch(() -> parts.reload(Set.of())));
        }
    }
}
