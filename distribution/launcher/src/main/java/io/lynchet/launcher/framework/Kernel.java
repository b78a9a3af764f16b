// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.FeatureBundle;
import io.lynchet.launcher.jar.FlatBundles;
import io.lynchet.launcher.jar.PackedJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The running framework. It installs the bundles of the features, gives Config Admin the configuration before any
 * reader of it starts, then raises the start level. It stops in the reverse order.
 */
public final class Kernel implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    /** Config Admin (and nothing that is configured) runs at this level. */
    private static final int CONFIGURATION_LEVEL = 1;

    /** With less there is no room for the bundles that are unpacked at each start. */
    private static final long FREE_BYTES_MIN = 8L << 20;

    /**
     * Packages of the launcher's class path for bundles; slf4j is only there, so that its provider needs no SPI-Fly.
     */
    private static final String SLF4J =
            "org.slf4j;version=%1$s,org.slf4j.event;version=%1$s,org.slf4j.helpers;version=%1$s,org.slf4j.spi;version=%1$s";

    /** Jetty's WebSocket bundles require these extenders; the transport does their work itself. */
    private static final String EXTENDERS =
            "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=\"1.0.0\","
                    + "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=\"1.0.0\"";

    private final PackedJar jar;
    private final Framework framework;

    private Kernel(PackedJar jar, Framework framework) {
        this.jar = jar;
        this.framework = framework;
    }

    /**
     * Starts the bundles. Returns when each was told to start, which does not yet mean that services are present.
     *
     * @param storage emptied at the start: only the jar and the configuration count
     */
    public static Kernel start(
            PackedJar jar,
            List<Feature> features,
            Map<String, Map<String, Object>> configurations,
            Map<String, String> properties,
            Path storage) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        all.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        all.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(CONFIGURATION_LEVEL));
        all.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SLF4J.formatted(jar.text(PackedJar.HOME + "slf4j").strip()));
        all.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, EXTENDERS);
        all.put("felix.log.level", "1");
        // The handler factory is one for the JVM and is set by reflection: wrong in an embedding program, a warning on
        // JDK 24+.
        all.put("felix.service.urlhandlers", "false");
        Framework framework = new FrameworkFactory().newFramework(all, new FlatBundles(jar));
        Kernel kernel = new Kernel(jar, framework);
        try {
            kernel.start(features, configurations);
            return kernel;
        } catch (BundleException | IOException | InvalidSyntaxException | RuntimeException e) {
            kernel.closeAfter(e);
            if (e instanceof Refusal refusal) {
                throw refusal;
            }
            // Felix reports "Unable to cache bundle" for every failure with its files.
            throw isFull(storage)
                    ? Refusal.error(
                            "the disk with " + storage
                                    + " is full.\n  Make room there, or choose another data directory"
                                    + " with --data.",
                            e)
                    : Refusal.error("the framework did not start: " + e.getMessage(), e);
        }
    }

    /** A stop that fails as well is told with the failure that came first. */
    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (Refusal e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isFull(Path storage) {
        try {
            return Files.getFileStore(storage.getParent()).getUsableSpace() < FREE_BYTES_MIN;
        } catch (IOException e) {
            // Then only the failure itself is reported.
            return false;
        }
    }

    private void start(List<Feature> features, Map<String, Map<String, Object>> configurations)
            throws BundleException, IOException, InvalidSyntaxException {
        init();
        List<Bundle> installed = new ArrayList<>();
        int highest = CONFIGURATION_LEVEL;
        for (Feature feature : features) {
            for (FeatureBundle bundle : feature.bundles()) {
                installed.add(install(bundle));
                highest = Math.max(highest, bundle.startLevel());
            }
        }
        start(installed);
        framework.start();
        configure(configurations);
        raiseTo(highest);
        // Not before: it costs a tenth of the processor time of a start, in which one thread loads most classes.
        ClassTurns.begin(framework.getBundleContext());
    }

    private static void start(List<Bundle> bundles) throws BundleException {
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    /**
     * Initialises Felix, which formats the version of Java by the default locale and then reads it as a version, which
     * takes ASCII digits only. The command line has set a locale; an embedding program keeps its own, except during
     * this call.
     */
    private void init() throws BundleException {
        synchronized (Kernel.class) {
            Locale before = Locale.getDefault(Locale.Category.FORMAT);
            boolean ascii = DecimalFormatSymbols.getInstance(before).getZeroDigit() == '0';
            if (!ascii) {
                Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
            }
            try {
                framework.init();
            } finally {
                if (!ascii) {
                    Locale.setDefault(Locale.Category.FORMAT, before);
                }
            }
        }
    }

    private Bundle install(FeatureBundle entry) throws BundleException, IOException {
        BundleContext context = framework.getBundleContext();
        Bundle bundle;
        if (entry.flat()) {
            bundle = context.installBundle(entry.location());
        } else {
            try (InputStream in = jar.open("bundles/" + entry.symbolicName() + ".jar")) {
                bundle = context.installBundle(entry.location(), in);
            }
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
        return bundle;
    }

    private void configure(Map<String, Map<String, Object>> configurations) throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry : configurations.entrySet()) {
            configure(entry.getKey(), entry.getValue());
        }
    }

    /** Sets the values of a PID; empty ones delete the configuration, so that the defaults apply. */
    public void configure(String pid, Map<String, Object> values) throws IOException {
        ServiceReference<ConfigurationAdmin> reference = context().getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            throw Refusal.error("Config Admin is not among the bundles of start level " + CONFIGURATION_LEVEL);
        }
        ConfigurationAdmin admin = context().getService(reference);
        int tilde = pid.indexOf('~');
        Configuration configuration = tilde < 0
                ? admin.getConfiguration(pid, "?")
                : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?");
        if (values.isEmpty()) {
            configuration.delete();
        } else {
            Dictionary<String, Object> dictionary = FrameworkUtil.asDictionary(values);
            configuration.update(dictionary);
        }
    }

    /** Returns the bundles of a feature that are missing. */
    public List<FeatureBundle> missing(Feature feature) {
        return feature.bundles().stream()
                .filter(bundle -> context().getBundle(bundle.location()) == null)
                .toList();
    }

    /** Installs and starts bundles. Throws {@link Refusal} when one does not start, and removes none of them then. */
    public void add(List<FeatureBundle> bundles) {
        try {
            List<Bundle> added = new ArrayList<>();
            for (FeatureBundle bundle : bundles) {
                added.add(install(bundle));
            }
            start(added);
        } catch (BundleException | IOException e) {
            throw Refusal.error("a bundle did not start: " + e.getMessage(), e);
        }
    }

    /** Stops and uninstalls the present ones of these bundles, those of the highest start level first. */
    public void remove(List<FeatureBundle> bundles) {
        bundles.stream()
                .sorted(Comparator.comparingInt(FeatureBundle::startLevel).reversed())
                .map(bundle -> context().getBundle(bundle.location()))
                .filter(Objects::nonNull)
                .forEach(this::remove);
    }

    private void remove(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw Refusal.error("the bundle " + bundle.getSymbolicName() + " did not stop: " + e.getMessage(), e);
        }
    }

    private void raiseTo(int level) {
        CountDownLatch raised = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                raised.countDown();
            }
        });
        try {
            if (!raised.await(60, TimeUnit.SECONDS)) {
                throw Refusal.error("a bundle hangs in its start; the bundles: " + Readiness.states(context()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while starting", e);
        }
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Stops the bundles from the highest start level down, and blocks until that is done. Throws {@link Refusal} after
     * 30 seconds; then bundles still run.
     */
    @Override
    public void close() {
        stop(STOP_MAX);
    }

    /** Like {@link #close}, with another patience. */
    public void stop(Duration patience) {
        FrameworkEvent end;
        try {
            framework.stop();
            end = framework.waitForStop(patience.toMillis());
        } catch (BundleException e) {
            throw Refusal.error("the framework did not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while stopping", e);
        }
        if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
            throw Refusal.error("a bundle hangs in its stop, for " + patience.toMillis() + " ms: "
                    + HangingStop.bundles(context()) + "\n  End the process. It keeps its data directory until then."
                    + HangingStop.stacks());
        }
    }
}
