// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.store.sql.database.JdbcDrivers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that opens the store of the data directory and registers it with its health and metrics. When the store
 * can't be opened, the health check stays and gives the reason.
 */
@Component(
        name = "io.lynchet.store.sqlite",
        immediate = true,
        service = {})
@Designate(ocd = SqliteComponent.Config.class)
public final class SqliteComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteComponent.class);

    private static final Map<String, Object> PROVIDER = Map.of(Store.PROVIDER, SqliteStore.NAME);
    private static final DateTimeFormatter KEPT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private BundleContext context;
    private Path data;
    private StoreSettings settings;
    private ServiceRegistration<StoreFactory> factory;
    private SqliteStore store;

    /** Configuration of the store in a file. */
    @ObjectClassDefinition(name = "Lynchet store in a SQLite file")
    public @interface Config {
        @AttributeDefinition(
                name = "File name",
                description = "Name of the database in the data directory, or an absolute path.")
        String file() default StoreSettings.FILE;

        @AttributeDefinition(
                name = "Sync to disk",
                description = "FULL: an acknowledged write is on disk. NORMAL: a crash of the machine, not of the"
                        + " process, may lose the last writes.",
                options = {@Option(label = "FULL", value = "FULL"), @Option(label = "NORMAL", value = "NORMAL")})
        String synchronous() default "FULL";

        @AttributeDefinition(
                name = "Queue length",
                description = "Commits that may wait for the writer thread; further ones fail with OVERLOADED. 1 to"
                        + " 1000000.",
                min = "1",
                max = "1000000")
        int queueMax() default 10_000;

        @AttributeDefinition(
                name = "Batch size",
                description = "Most commits that share one transaction and one sync. 1 to 10000.",
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
                name = "Page cache, KiB",
                description = "KiB of the writer's page cache; each reader has a quarter of it. 256 to 16777216.",
                min = "256",
                max = "16777216")
        int cacheKib() default 16_384;

        @AttributeDefinition(
                name = "Memory map, MiB",
                description = "MiB of the file that are read through the address space; 0 for none. 0 to 1048576.",
                min = "0",
                max = "1048576")
        int mmapMib() default 256;

        @AttributeDefinition(
                name = "Write-ahead log, MiB",
                description = "MiB of SQLite's log at which its content moves into the file. 1 to 65536.",
                min = "1",
                max = "65536")
        int walMib() default 64;

        @AttributeDefinition(
                name = "Operations kept, days",
                description = "Days for which results of operation keys are remembered. 1 to 3650.",
                min = "1",
                max = "3650")
        int operationsKeptDays() default 7;
    }

    @Activate
    synchronized void activate(BundleContext bundleContext, Config config) {
        context = bundleContext;
        data = dataFolder(bundleContext);
        settings = settings(data, config);
        factory = bundleContext.registerService(
                StoreFactory.class, new SqliteFactory(this::exchange), FrameworkUtil.asDictionary(PROVIDER));
        open();
    }

    private void open() {
        try {
            store = SqliteStore.open(settings);
        } catch (LynchetException e) {
            LOG.error("The store can't be opened: {}", e.getMessage(), e);
            registrations.add(context.registerService(HealthCheck.class, StoreHealth.closed(e), null));
            return;
        }
        registrations.add(context.registerService(HealthCheck.class, StoreHealth.of(store), null));
        registrations.add(context.registerService(MetricSource.class, new StoreMetrics(store), null));
        registrations.add(context.registerService(Store.class, store, FrameworkUtil.asDictionary(PROVIDER)));
    }

    /** Replaces the file of the serving store by another. */
    private synchronized Path exchange(Path folder) {
        if (store == null) {
            throw new LynchetException(ErrorCode.UNSUPPORTED, "No store is open; open it first.");
        }
        Path kept = data.resolve("before-restore-" + KEPT.format(Instant.now()));
        try {
            FileExchange.begin(new StoreFiles(settings.file()), folder.resolve(StoreSettings.FILE), kept);
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "The files can't be exchanged: " + e, e);
        }
        leave();
        open();
        return kept;
    }

    private static Path dataFolder(BundleContext context) {
        String folder = context.getProperty("lynchet.data");
        if (folder == null || folder.isBlank()) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "lynchet.data is not set");
        }
        return Path.of(folder);
    }

    private static StoreSettings settings(Path data, Config config) {
        if (config.file().isBlank()) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.store.sqlite: file must not be empty");
        }
        return new StoreSettings(
                data.resolve(config.file()),
                config.synchronous(),
                config.queueMax(),
                config.batchMax(),
                config.readersMax(),
                config.cacheKib(),
                config.mmapMib(),
                config.walMib(),
                config.operationsKeptDays());
    }

    @Deactivate
    synchronized void deactivate() {
        factory.unregister();
        leave();
        JdbcDrivers.deregister("org.sqlite.JDBC");
    }

    private void leave() {
        Collections.reverse(registrations);
        // The store goes first: its users return it during this call.
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
