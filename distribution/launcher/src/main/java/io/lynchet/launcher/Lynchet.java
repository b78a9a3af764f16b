// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.launcher.cli.AppFolder;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.config.Settings;
import io.lynchet.launcher.framework.ServiceLookup;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lynchet inside another program, above all inside its tests.
 *
 * <pre>{@code
 * try (Lynchet lynchet = Lynchet.open(Path.of("todo"), temporary).port(0).start()) {
 *     DataService data = lynchet.data();
 *     data.count(Principal.ADMIN, data.entity("Todo"), Filter.Constant.TRUE);
 * }
 * }</pre>
 *
 * <p>The program needs {@code lynchet.jar} on its class path and nothing else. The environment of the program is not
 * read. Several instances may run in one JVM, each on its own data directory. Log levels are shared by all of them.
 *
 * <p><b>Threads:</b> any thread may call any method; {@link #close} once.
 *
 * <p><b>Errors:</b> a {@link LynchetException} with the message that the command line would print:
 *
 * <ul>
 *   <li>{@code CONFIGURATION_INVALID} for a wrong setting;
 *   <li>{@code MANIFEST_INVALID} when the manifest can't be served;
 *   <li>{@code UNAVAILABLE} for a port or directory in use, and for a start that does not succeed in time.
 * </ul>
 */
public final class Lynchet implements AutoCloseable {
    private final RunningApp running;

    private Lynchet(RunningApp running) {
        this.running = running;
    }

    /**
     * Describes an instance; nothing happens before {@link Opening#start}.
     *
     * @param app its folder, or its manifest file
     * @param data the directory for rows, log and admin token; created if missing
     */
    public static Opening open(Path app, Path data) {
        return new Opening(app, data);
    }

    /** The description of an instance to start. Not thread-safe; for one start. */
    public static final class Opening {
        /** Without the shell: Gogo replaces the standard streams of the JVM, which belong to the host program here. */
        private static final String[] FEATURES = {
            "kernel", "store-sqlite", "http", "auth", "orgs", "sync", "live", "backup", "ops", "deploy"
        };

        private final LaunchOptions launch;

        private Opening(Path app, Path data) {
            this.launch = wrap(() -> new LaunchOptions(AppFolder.at(app)));
            this.launch.data = data;
            this.launch.port = "0";
            features(FEATURES);
        }

        /** Sets the port; 0, which is the default here, takes a free one. */
        public Opening port(int port) {
            launch.port = Integer.toString(port);
            return this;
        }

        /** Sets the address to listen on. Default: 127.0.0.1. */
        public Opening host(String host) {
            launch.host = host;
            return this;
        }

        /** Sets the admin token. Default: a random one, kept in the data directory. */
        public Opening adminToken(String token) {
            launch.adminToken = token;
            return this;
        }

        /** Enables {@code --dev}: the manifest is watched, and responses contain sign-in codes. */
        public Opening dev() {
            launch.dev = true;
            return this;
        }

        /** Sets one configuration key of one component, as in {@code --set pid:key=value}. */
        public Opening set(String pid, String key, String value) {
            launch.assignments.add(pid + ":" + key + "=" + value);
            return this;
        }

        /**
         * Sets the features to start instead of the usual ones, which are those of the command line without
         * {@code shell}. {@code kernel}, {@code store-memory} and {@code auth} make an instance without HTTP and disk.
         */
        public Opening features(String... names) {
            return set(Settings.LAUNCHER, "features", String.join(",", names));
        }

        /**
         * Starts the instance. Blocks until it is ready, usually for less than a second. After a failure only files in
         * the data directory remain.
         */
        public Lynchet start() {
            launch.environment = Map.of();
            return new Lynchet(wrap(() -> RunningApp.start(launch)));
        }

        @Override
        public String toString() {
            return launch.app.folder() + " on " + launch.data;
        }
    }

    /** Returns the data service, which reads and writes rows under the same policies, hooks and limits as HTTP. */
    public DataService data() {
        return service(DataService.class);
    }

    /**
     * Returns the port. Fails with {@code UNAVAILABLE} when the instance was started without the feature {@code http}.
     */
    public int port() {
        return wrap(() -> running.address().getPort());
    }

    /** Reloads the manifest after a change. Blocks until done. */
    public ReloadReport reload() {
        return wrap(running::reload);
    }

    /**
     * Returns a service of the running instance, of any type of {@code io.lynchet.api}. Callers ask again rather than
     * keep it, because bundles are replaceable. Fails with {@code UNAVAILABLE} when there is none.
     */
    public <T> T service(Class<T> type) {
        return wrap(() -> ServiceLookup.get(running.context(), type));
    }

    /** Finishes running requests, stops, and releases the data directory. */
    @Override
    public void close() {
        wrap(() -> {
            running.close();
            return null;
        });
    }

    private static <T> T wrap(Supplier<T> call) {
        try {
            return call.get();
        } catch (Refusal e) {
            throw new LynchetException(e.errorCode(), e.getMessage(), e);
        }
    }
}
