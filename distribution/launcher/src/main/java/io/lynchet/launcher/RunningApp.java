// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.http.Listener;
import io.lynchet.api.process.ProcessControl;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.config.LimitSwitch;
import io.lynchet.launcher.config.ListenAddress;
import io.lynchet.launcher.config.LiveConfiguration;
import io.lynchet.launcher.config.LogSettings;
import io.lynchet.launcher.config.SettingLayers;
import io.lynchet.launcher.config.Settings;
import io.lynchet.launcher.framework.DataDirectory;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.framework.NativeLibraries;
import io.lynchet.launcher.framework.Readiness;
import io.lynchet.launcher.framework.ServiceLookup;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.PackedJar;
import io.lynchet.launcher.shell.ShellSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;

/** An app that is served in this JVM: from its launch options to a ready process, and back. */
public final class RunningApp implements AutoCloseable {

    /** The auth bundle needs as many, and would not start with fewer. */
    private static final int TOKEN_CHARS_MIN = 16;

    private final PackedJar jar;
    private final DataDirectory data;
    private final SettingLayers layers;
    private Settings settings;
    private Kernel kernel;
    private LiveConfiguration live;
    private String tokenSource;

    private RunningApp(PackedJar jar, DataDirectory data, SettingLayers layers) {
        this.jar = jar;
        this.data = data;
        this.layers = layers;
    }

    /** Starts the app and blocks until it is ready. After a failure nothing is left running or locked. */
    public static RunningApp start(LaunchOptions launch) {
        PackedJar jar = PackedJar.open();
        RunningApp running = null;
        try {
            SettingLayers layers = new SettingLayers(jar, launch);
            Settings settings = layers.read();
            List<Feature> features = layers.features(settings);
            features.forEach(settings::addFeature);
            settings.refuseProblems();
            running = new RunningApp(jar, DataDirectory.open(launch.dataFolder()), layers);
            running.start(launch, settings, features);
            return running;
        } catch (RuntimeException e) {
            if (running == null) {
                jar.close();
            } else {
                running.closeAfter(e);
            }
            throw e;
        }
    }

    /** A stop that fails as well is told with the failure that came first. */
    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void start(LaunchOptions launch, Settings wanted, List<Feature> features) {
        settings = wanted;
        LogSettings logging = new LogSettings(launch, data.path());
        logging.apply(settings);
        Map<String, Map<String, Object>> configurations = SettingLayers.forBundles(settings, features);
        ListenAddress.of(configurations).ifPresent(ListenAddress::probe);
        kernel = Kernel.start(
                jar, features, configurations, properties(launch), data.path().resolve("framework"));
        try {
            new Readiness(kernel.context(), features).await(settings.launcher("startSeconds", 60) * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while starting", e);
        }
        live = new LiveConfiguration(layers, kernel, logging, settings, features);
        kernel.context().registerService(ProcessControl.class, live, null);
        live.watch();
    }

    private Map<String, String> properties(LaunchOptions launch) {
        Map<String, String> properties = new HashMap<>();
        Path socket = ShellSocket.of(data.path());
        try {
            // The remains of a killed process: the lock proves that no process listens there any more.
            Files.deleteIfExists(socket);
            NativeLibraries.unpackBelow(data.path());
        } catch (IOException e) {
            throw Refusal.error("cannot prepare " + data.path() + ": " + e.getMessage(), e);
        }
        properties.put("lynchet.version", jar.version());
        properties.put("lynchet.app", launch.app.folder().toString());
        properties.put("lynchet.manifest", launch.app.manifest().toString());
        properties.put("lynchet.data", data.path().toString());
        properties.put("lynchet.dev", Boolean.toString(launch.dev));
        properties.put(LimitSwitch.PROPERTY, LimitSwitch.of(launch.environment).value());
        properties.put("lynchet.accept.data.loss", launch.acceptedLoss);
        properties.put("lynchet.shell.socket", socket.toString());
        properties.put("lynchet.started.millis", Long.toString(startedMillis()));
        properties.put("lynchet.admin.token", adminToken(launch));
        if (jar.installation() != null) {
            properties.put("lynchet.install", jar.installation().toString());
        }
        return properties;
    }

    private String adminToken(LaunchOptions launch) {
        String given =
                launch.adminToken != null ? launch.adminToken : launch.environment.get(SettingLayers.TOKEN_VARIABLE);
        if (given == null) {
            tokenSource = data.adminTokenFile().toString();
            return data.adminToken();
        }
        if (given.length() < TOKEN_CHARS_MIN) {
            throw Refusal.usage(SettingLayers.TOKEN_VARIABLE + " is too short for a secret: use at least "
                    + TOKEN_CHARS_MIN + " characters, or unset it so that the server creates one.");
        }
        return given;
    }

    /** When this JVM started. What the system says of its processes is exact to a second only. */
    public static long startedMillis() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** Returns the file that holds the random admin token, or null when the token was given. */
    public String adminTokenFile() {
        return tokenSource;
    }

    public BundleContext context() {
        return kernel.context();
    }

    /** Returns the listening address, with the real port. */
    public InetSocketAddress address() {
        return ServiceLookup.get(context(), Listener.class).address();
    }

    public ReloadReport reload() {
        return ServiceLookup.get(context(), DataAdmin.class).reload(Set.of());
    }

    /** Finishes running requests, then stops everything and releases the data directory. */
    @Override
    public void close() {
        // An interrupted start must still be undone in order.
        boolean interrupted = Thread.interrupted();
        try {
            if (live != null) {
                live.close();
            }
            if (kernel != null) {
                Duration patience =
                        Duration.ofSeconds((live == null ? settings : live.settings()).launcher("drainSeconds", 10));
                ServiceLookup.find(context(), Listener.class).ifPresent(listener -> listener.drain(patience));
                kernel.close();
            }
            // Not after a stop that failed: what still runs writes to the directory and loads classes from the jar.
            data.close();
            jar.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
