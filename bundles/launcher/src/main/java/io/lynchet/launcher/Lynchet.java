// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReloadReport;
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
 * <p>The program needs {@code lynchet.jar} on its class path and nothing else. The environment of the program is not read.
 * Several instances may run in one JVM, each on its own data directory. Log levels are shared by all of them.
 *
 * <p><b>Threads:</b> any; {@link #close} once. <b>Errors:</b> a {@link LynchetException} with {@code CONFIGURATION_INVALID} for a
 * wrong setting, {@code MANIFEST_INVALID} when the manifest can't be served, {@code UNAVAILABLE} for a port or directory in use
 * and for a start that does not succeed in time; the message is what the command line would print.
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
     * @param data directory for rows, log and admin token; made if absent
     */
    public static Opening open(Path app, Path data) {
        return new Opening(app, data);
    }

    /** What to start. Not thread-safe; for one start. */
    public static final class Opening {
        /** Without the shell: Gogo replaces the standard streams of the JVM, which are not ours here. */
        private static final String[] FEATURES = {
            "kernel", "store-sqlite", "http", "auth", "sync", "live", "backup", "ops", "deploy"
        };

        private final Launch launch;

        private Opening(Path app, Path data) {
            this.launch = wrap(() -> new Launch(App.at(app)));
            this.launch.data = data;
            this.launch.port = "0";
            features(FEATURES);
        }

        /** The port; 0, which is the default here, takes a free one. */
        public Opening port(int port) {
            launch.port = Integer.toString(port);
            return this;
        }

        /** The address to listen on, 127.0.0.1 unless said. */
        public Opening host(String host) {
            launch.host = host;
            return this;
        }

        /** The admin token; a random one is kept in the data directory unless said. */
        public Opening adminToken(String token) {
            launch.adminToken = token;
            return this;
        }

        /** Like {@code --dev}: the manifest is watched, and sign-in codes are in the answers. */
        public Opening dev() {
            launch.dev = true;
            return this;
        }

        /** One configuration key of one component, as in {@code --set pid:key=value}. */
        public Opening set(String pid, String key, String value) {
            launch.assignments.add(pid + ":" + key + "=" + value);
            return this;
        }

        /** The features to start instead of the usual ones, which are those of the command line but for {@code shell}. {@code kernel}, {@code store-memory} and {@code auth} make an instance without HTTP and disk. */
        public Opening features(String... names) {
            return set(Settings.LAUNCHER, "features", String.join(",", names));
        }

        /** Blocks until it is ready, usually for less than a second. After a failure nothing is left behind but files in the data directory. */
        public Lynchet start() {
            launch.environment = Map.of();
            return new Lynchet(wrap(() -> RunningApp.start(launch)));
        }

        @Override
        public String toString() {
            return launch.app.folder() + " on " + launch.data;
        }
    }

    /** Reads and writes rows, under the same policies, hooks and limits as over HTTP. */
    public DataService data() {
        return service(DataService.class);
    }

    /** The port it listens on; {@code UNAVAILABLE} when it was started without the feature {@code http}. */
    public int port() {
        return wrap(() -> running.address().getPort());
    }

    /** Takes the manifest over again after it was changed. Blocks until done. */
    public ReloadReport reload() {
        return wrap(running::reload);
    }

    /**
     * A service of the running instance, of any type of {@code io.lynchet.api}; ask again rather than keep it, because parts are
     * replaceable. {@code UNAVAILABLE} when there is none.
     */
    public <T> T service(Class<T> type) {
        return wrap(() -> Services.get(running.context(), type));
    }

    /** Answers the requests that are running, stops, and gives the data directory free. */
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
