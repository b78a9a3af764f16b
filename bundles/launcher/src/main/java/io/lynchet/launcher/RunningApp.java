// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.http.Listener;
import io.lynchet.json.DidYouMean;
import io.lynchet.launcher.log.LogLevels;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.slf4j.event.Level;

/** One app being served in this JVM: from what was asked for to a ready process, and back. */
final class RunningApp implements AutoCloseable {
    private static final String TOKEN_VARIABLE = "LYNCHET_ADMIN_TOKEN";

    /** The auth bundle wants as many, and would not start with less. */
    private static final int TOKEN_CHARS_MIN = 16;

    /** Read by the launcher or its script, not settings of any component. */
    static final List<String> OWN_VARIABLES = List.of(
            TOKEN_VARIABLE,
            DatabaseVariable.NAME,
            Launch.DATA_VARIABLE,
            LimitSwitch.VARIABLE,
            "LYNCHET_JAVA",
            "LYNCHET_JAVA_OPTS",
            "LYNCHET_CACHE");

    /** The logger that tells what came of a reload. */
    private static final String RELOADS = "io.lynchet.data.ReloadLog";

    private static final String LISTENER = "io.lynchet.listener";
    static final List<String> FEATURES =
            List.of("kernel", "store-sqlite", "http", "auth", "sync", "live", "backup", "ops", "shell", "deploy");

    private final PackedJar jar;
    private final DataDirectory data;
    private final Settings settings;
    private Kernel kernel;
    private String tokenSource;

    private RunningApp(PackedJar jar, DataDirectory data, Settings settings) {
        this.jar = jar;
        this.data = data;
        this.settings = settings;
    }

    /** Starts and waits until ready; after a failure nothing is left running or locked. */
    static RunningApp start(Launch launch) {
        PackedJar jar = PackedJar.open();
        RunningApp running = null;
        try {
            Settings settings = settings(jar, launch);
            List<Feature> features = features(jar, wanted(settings, new DatabaseVariable(launch.environment)));
            features.forEach(settings::addFeature);
            settings.refuseProblems();
            running = new RunningApp(jar, DataDirectory.open(launch.dataFolder()), settings);
            running.start(launch, features);
            return running;
        } catch (RuntimeException e) {
            if (running == null) {
                jar.close();
            } else {
                running.close();
            }
            throw e;
        }
    }

    /** Names that begin with a plus come in addition to the default ones. */
    private static List<String> wanted(Settings settings, DatabaseVariable database) {
        List<String> given = List.of(settings.launcher("features", FEATURES.toArray(new String[0])));
        List<String> wanted = new ArrayList<>();
        if (given.stream().allMatch(name -> name.startsWith("+"))) {
            wanted.addAll(FEATURES);
        }
        given.forEach(name -> wanted.add(name.startsWith("+") ? name.substring(1) : name));
        if (database.isGiven()) {
            wanted.add(DatabaseVariable.FEATURE);
        }
        return wanted.stream().distinct().toList();
    }

    private static List<Feature> features(PackedJar jar, List<String> wanted) {
        List<Feature> features = new ArrayList<>();
        for (String name : wanted) {
            if (!jar.featureNames().contains(name)) {
                throw Refusal.usage("there is no feature " + name + "." + DidYouMean.sentence(name, jar.featureNames())
                        + " The features: " + String.join(", ", jar.featureNames()));
            }
            features.add(jar.feature(name));
        }
        return features;
    }

    private static Settings settings(PackedJar jar, Launch launch) {
        Settings settings = new Settings(SettingCatalog.of(jar));
        Path installation = jar.installation();
        if (installation != null) {
            settings.addFolder(installation.resolve("etc"));
        }
        settings.addFolder(launch.app.folder().resolve("etc"));
        settings.addEnvironment(launch.environment, OWN_VARIABLES);
        new DatabaseVariable(launch.environment).addTo(settings);
        launch.assignments.forEach(settings::addAssignment);
        if (launch.host != null) {
            settings.put("--host", "host", launch.host);
        }
        if (launch.port != null) {
            settings.put("--port", "port", launch.port);
        }
        settings.refuseProblems();
        return settings;
    }

    private void start(Launch launch, List<Feature> features) {
        logging(launch);
        Map<String, Map<String, Object>> configurations = settings.forBundles();
        if (features.stream().anyMatch(feature -> feature.needs().contains(Listener.class.getName()))) {
            probe(host(), port());
            Map<String, Object> listener = configurations.computeIfAbsent(LISTENER, any -> new HashMap<>());
            listener.putIfAbsent("host", host());
            listener.putIfAbsent("port", port());
        }
        Map<String, String> properties = properties(launch);
        kernel = Kernel.start(
                jar, features, configurations, properties, data.path().resolve("framework"));
        try {
            new Readiness(kernel.context(), features).await(settings.launcher("startSeconds", 60) * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while starting", e);
        }
    }

    private void logging(Launch launch) {
        String level = settings.launcher("logLevel", "warn");
        Map<String, Level> byName = new HashMap<>();
        if (launch.dev) {
            // Whoever edits a manifest waits to hear that it is taken over.
            byName.put(RELOADS, Level.INFO);
        }
        for (String entry : settings.launcher("logLevels", new String[0])) {
            String[] parts = entry.split("=", 2);
            try {
                byName.put(parts[0], LogLevels.level(parts[parts.length - 1]));
            } catch (IllegalArgumentException e) {
                throw Refusal.usage("logLevels: expected name=trace|debug|info|warn|error, not " + entry);
            }
        }
        boolean json = settings.launcher("logFormat", "text").equals("json");
        LogLevels.configure(launch.verbose ? Level.INFO : LogLevels.level(level), byName, json);
    }

    /** Finds out before the long way through the framework; the listener binds for good later. */
    private static void probe(String host, int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw Refusal.usage(
                    "unknown host " + host + ".\n  Use an address of this machine, such as 127.0.0.1 or 0.0.0.0.");
        } catch (BindException e) {
            throw Refusal.inUse("cannot listen on " + host + ":" + port + ": " + e.getMessage()
                    + ".\n  Stop the process that has the port, or choose another with --port (0 takes any free one).");
        } catch (IOException e) {
            throw Refusal.error("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private Map<String, String> properties(Launch launch) {
        Map<String, String> properties = new HashMap<>();
        Path socket = ShellSocket.of(data.path());
        try {
            // Left by a process that was killed: the lock proves that nobody answers there any more.
            Files.deleteIfExists(socket);
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

    private String adminToken(Launch launch) {
        String given = launch.adminToken != null ? launch.adminToken : launch.environment.get(TOKEN_VARIABLE);
        if (given == null) {
            tokenSource = data.adminTokenFile().toString();
            return data.adminToken();
        }
        if (given.length() < TOKEN_CHARS_MIN) {
            throw Refusal.usage(TOKEN_VARIABLE + " is too short for a secret: use at least " + TOKEN_CHARS_MIN
                    + " characters, or leave it out to have one made.");
        }
        return given;
    }

    static long startedMillis() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElseGet(System::currentTimeMillis);
    }

    private String host() {
        return settings.launcher("host", "127.0.0.1");
    }

    private int port() {
        return settings.launcher("port", 4321);
    }

    /** The file that holds the random admin token, or null when the token was given. */
    String adminTokenFile() {
        return tokenSource;
    }

    BundleContext context() {
        return kernel.context();
    }

    /** Where it listens, with the real port. */
    InetSocketAddress address() {
        return Services.get(context(), Listener.class).address();
    }

    ReloadReport reload() {
        return Services.get(context(), DataControl.class).reload(Set.of());
    }

    /** Answers what is running, then stops everything and gives the data directory free. */
    @Override
    public void close() {
        // An interrupted start must still be undone in order.
        boolean interrupted = Thread.interrupted();
        try {
            if (kernel != null) {
                Duration patience = Duration.ofSeconds(settings.launcher("drainSeconds", 10));
                Services.find(context(), Listener.class).ifPresent(listener -> listener.drain(patience));
                kernel.close();
            }
        } finally {
            data.close();
            jar.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
