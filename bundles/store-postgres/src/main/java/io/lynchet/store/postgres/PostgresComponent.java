// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.store.Store;
import io.lynchet.store.sql.database.JdbcDrivers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that connects to the database and then registers the store. It tries on its own thread until it
 * succeeds. Without a URL it does nothing.
 */
@Component(
        name = "io.lynchet.store.postgres",
        immediate = true,
        service = {})
@Designate(ocd = PostgresComponent.Config.class)
public final class PostgresComponent {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresComponent.class);
    private static final long AGAIN_MILLIS_MAX = 10_000;

    /** Configuration of the store in a database. */
    @ObjectClassDefinition(name = "Lynchet store in PostgreSQL")
    public @interface Config {
        @AttributeDefinition(
                name = "URL",
                description = "postgres://user:password@host:5432/database, with settings of the driver behind a"
                        + " question mark, such as sslmode=verify-full; empty for no store.",
                type = AttributeType.PASSWORD)
        String url() default "";

        @AttributeDefinition(
                name = "Schema",
                description = "Schema of PostgreSQL, which must hold nothing else; created when missing.")
        String schema() default "lynchet";

        @AttributeDefinition(
                name = "Queue length",
                description = "Commits that may wait for the writer thread; further ones fail with OVERLOADED. 1 to"
                        + " 1000000.",
                min = "1",
                max = "1000000")
        int queueMax() default 10_000;

        @AttributeDefinition(
                name = "Batch size",
                description = "Most commits that share one transaction. 1 to 10000.",
                min = "1",
                max = "10000")
        int batchMax() default 1_000;

        @AttributeDefinition(
                name = "Readers",
                description = "Connections for single reads, and as many again for snapshots. 1 to 1000.",
                min = "1",
                max = "1000")
        int readersMax() default 16;

        @AttributeDefinition(
                name = "Seconds to connect",
                description = "Seconds in which a connection must open. 1 to 600.",
                min = "1",
                max = "600")
        int connectSeconds() default 10;

        @AttributeDefinition(
                name = "Seconds to reconnect",
                description = "Seconds for which writes wait for a lost database before they fail. 1 to 600.",
                min = "1",
                max = "600")
        int reconnectSeconds() default 30;

        @AttributeDefinition(
                name = "Days of operations",
                description = "Days for which results of operation keys are remembered. 1 to 3650.",
                min = "1",
                max = "3650")
        int operationsKeptDays() default 7;
    }

    /** The call that the server may refuse. */
    @FunctionalInterface
    interface Opening {
        PostgresStore open(PostgresSettings settings);
    }

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ScheduledExecutorService opening = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-store-postgres-open");
        worker.setDaemon(true);
        return worker;
    });
    private final Opening opener;
    private BundleContext context;
    private PostgresSettings settings;
    private volatile PostgresStore store;
    private volatile LynchetException refusal;
    private Future<?> next;
    private boolean ended;

    public PostgresComponent() {
        this(PostgresStore::open);
    }

    PostgresComponent(Opening opener) {
        this.opener = opener;
    }

    /** Reads the settings. Fails at once for settings that can't be right. */
    @Activate
    synchronized void activate(BundleContext bundleContext, Config config) {
        context = bundleContext;
        if (config.url().isBlank()) {
            return;
        }
        settings = new PostgresSettings(
                DatabaseUrl.parse(config.url().strip()),
                config.schema(),
                config.queueMax(),
                config.batchMax(),
                config.readersMax(),
                config.connectSeconds(),
                config.reconnectSeconds(),
                config.operationsKeptDays());
        registrations.add(
                context.registerService(HealthCheck.class, new PostgresHealth(() -> store, () -> refusal), null));
        opening.execute(() -> open(1));
    }

    private void open(int attempt) {
        try {
            serve(opener.open(settings));
        } catch (LynchetException e) {
            if (refusal == null || !e.getMessage().equals(refusal.getMessage())) {
                LOG.error("The store can't be opened; the next attempt follows: {}", e.getMessage(), e);
            }
            refusal = e;
            again(attempt);
        } catch (RuntimeException | Error e) {
            // Without this an error would end the attempts, without a log entry.
            Vitals.suffered(e);
            LOG.error("Opening the store failed unexpectedly; the next attempt follows.", e);
            refusal = new LynchetException(ErrorCode.STORE_FAILED, "opening it failed with " + e, e);
            again(attempt);
        }
    }

    private synchronized void again(int attempt) {
        if (!ended) {
            long millis = Math.min(AGAIN_MILLIS_MAX, 100L << Math.min(attempt, 10));
            next = opening.schedule(() -> open(attempt + 1), millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void serve(PostgresStore opened) {
        if (ended) {
            opened.close();
            return;
        }
        store = opened;
        refusal = null;
        registrations.add(context.registerService(MetricSource.class, opened.metrics(), null));
        registrations.add(context.registerService(
                Store.class, opened, FrameworkUtil.asDictionary(Map.of(Store.PROVIDER, PostgresStore.NAME))));
    }

    @Deactivate
    synchronized void deactivate() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
        opening.shutdownNow();
        Collections.reverse(registrations);
        // The store goes first: its users return it during this call.
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
        if (store != null) {
            store.close();
        }
        JdbcDrivers.deregister("org.postgresql.Driver");
    }
}
