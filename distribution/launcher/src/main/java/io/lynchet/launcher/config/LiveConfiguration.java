// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.process.ProcessControl;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.config.ConfigurationWriter.Step;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.FeatureBundle;
import io.lynchet.launcher.jar.FeatureSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes of configuration in the running process: those of operators, and those of files. */
public final class LiveConfiguration implements ProcessControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);
    private static final String KERNEL = "kernel";
    private static final String FEATURES = "features";

    /** Keys of the launcher that count at the start only; the others count at once. */
    private static final Set<String> AT_START = Set.of(FEATURES, "startSeconds");

    private final SettingLayers layers;
    private final Kernel kernel;
    private final LogSettings logging;
    private final ConfigurationWriter configurations;
    private final ReentrantLock changing = new ReentrantLock();
    private final SettingWatch watch;
    private List<Feature> features;
    private volatile Settings settings;

    public LiveConfiguration(
            SettingLayers layers, Kernel kernel, LogSettings logging, Settings settings, List<Feature> features) {
        this.layers = layers;
        this.kernel = kernel;
        this.logging = logging;
        this.settings = settings;
        this.features = features;
        configurations = new ConfigurationWriter(kernel);
        watch = new SettingWatch(layers::stamp, this::filesChanged);
    }

    /** Watches the files from now on. */
    public void watch() {
        watch.start();
    }

    public Settings settings() {
        return settings;
    }

    @Override
    public Effect set(String pid, String key, String value) {
        return change(
                pid,
                key,
                kept -> kept.computeIfAbsent(pid, any -> new TreeMap<>()).put(key, value));
    }

    @Override
    public Effect unset(String pid, String key) {
        return change(pid, key, kept -> {
            Map<String, Object> keys = kept.getOrDefault(pid, Map.of());
            if (!keys.containsKey(key)) {
                throw new LynchetException(
                        ErrorCode.NOT_FOUND,
                        key + " of " + pid + " was not set in the shell; \"config\" shows the values in effect.");
            }
            keys.remove(key);
            kept.values().removeIf(Map::isEmpty);
        });
    }

    @Override
    public void logLevel(String logger, String level) {
        String wanted = level.toLowerCase(Locale.ROOT);
        if (logger.isEmpty()) {
            set(Settings.LAUNCHER, "logLevel", wanted);
            return;
        }
        List<String> levels = new ArrayList<>(List.of(settings.launcher("logLevels", new String[0])));
        levels.removeIf(entry -> entry.startsWith(logger + "="));
        levels.add(logger + "=" + wanted);
        set(Settings.LAUNCHER, "logLevels", String.join(",", levels));
    }

    @Override
    public void startFeature(String name) {
        changeFeatures(name, "+", "-", read -> {
            Feature feature = layers.feature(name);
            List<Feature> wanted = without(name);
            wanted.add(feature);
            List<FeatureBundle> missing = kernel.missing(feature);
            Step step = new Step(() -> kernel.add(missing), () -> kernel.remove(missing));
            bringFeatures(read, wanted, step, "The feature " + name + " is stopped again. ");
        });
    }

    @Override
    public void stopFeature(String name) {
        if (name.equals(KERNEL)) {
            throw new LynchetException(ErrorCode.CONFLICT, "The feature kernel can't be stopped: everything needs it.");
        }
        changeFeatures(name, "-", "+", read -> {
            List<Feature> wanted = without(name);
            Set<String> needed = new HashSet<>();
            wanted.forEach(one -> one.bundles().forEach(bundle -> needed.add(bundle.location())));
            Feature feature = layers.feature(name);
            List<FeatureBundle> gone = feature.bundles().stream()
                    .filter(bundle -> !needed.contains(bundle.location()))
                    .toList();
            Step step = new Step(() -> kernel.remove(gone), () -> kernel.add(gone));
            bringFeatures(read, wanted, step, "The feature " + name + " keeps running. ");
        });
    }

    private void bringFeatures(Settings read, List<Feature> wanted, Step step, String after) {
        try {
            bring(read, wanted, step);
        } catch (Refusal | LynchetException e) {
            throw new LynchetException(ErrorCode.UNAVAILABLE, after + oneLine(e), e);
        }
    }

    /** Returns the running features without one of them. */
    private List<Feature> without(String name) {
        List<Feature> others = new ArrayList<>(features);
        others.removeIf(one -> one.name().equals(name));
        return others;
    }

    /**
     * Changes the features now, and then for later starts.
     *
     * @param work receives the settings with the changed features
     */
    private void changeFeatures(String name, String sign, String opposite, Consumer<Settings> work) {
        changing.lock();
        try {
            requireKnown(name);
            refuseSetAbove(Settings.LAUNCHER, FEATURES);
            guarded(() -> {
                Map<String, Map<String, Object>> kept = layers.kept().read();
                String before = String.join(",", settings.launcher(FEATURES, new String[0]));
                kept.computeIfAbsent(Settings.LAUNCHER, any -> new TreeMap<>())
                        .put(FEATURES, FeatureSelection.changed(before, name, sign, opposite));
                work.accept(layers.read(kept));
                keep(kept);
            });
        } finally {
            changing.unlock();
        }
    }

    private void requireKnown(String feature) {
        try {
            layers.feature(feature);
        } catch (Refusal e) {
            throw new LynchetException(ErrorCode.NOT_FOUND, oneLine(e), e);
        }
    }

    private Effect change(String pid, String key, Consumer<Map<String, Map<String, Object>>> edit) {
        changing.lock();
        try {
            refuseSetAbove(pid, key);
            if (pid.equals(Settings.LAUNCHER) && key.equals(FEATURES)) {
                throw new LynchetException(
                        ErrorCode.CONFLICT, "Use \"feature start\" and \"feature stop\" to start and stop features.");
            }
            guarded(() -> {
                Map<String, Map<String, Object>> kept = layers.kept().read();
                edit.accept(kept);
                bring(layers.read(kept), features);
                keep(kept);
            });
            return pid.equals(Settings.LAUNCHER) && AT_START.contains(key) ? Effect.NEXT_START : Effect.NOW;
        } finally {
            changing.unlock();
        }
    }

    private void refuseSetAbove(String pid, String key) {
        if (layers.isSetAbove(pid, key)) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    key + " of " + pid
                            + " is set by the environment or the command line, which take precedence; change it"
                            + " there.");
        }
    }

    private void keep(Map<String, Map<String, Object>> kept) {
        try {
            layers.kept().write(kept);
        } catch (IOException e) {
            throw new LynchetException(
                    ErrorCode.STORE_FAILED,
                    "The value holds until the process ends, but could not be stored in "
                            + layers.kept().file() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Refusal e) {
            ErrorCode code =
                    e.errorCode() == ErrorCode.CONFIGURATION_INVALID ? ErrorCode.INVALID_PARAMETER : e.errorCode();
            throw new LynchetException(code, oneLine(e), e);
        }
    }

    private static Settings withFeatures(Settings read, List<Feature> features) {
        features.forEach(read::addFeature);
        read.refuseProblems();
        return read;
    }

    private void bring(Settings read, List<Feature> wanted) {
        bring(read, wanted, Step.NONE);
    }

    /** Applies other settings to the bundles. When a component fails, all get their old values. */
    private void bring(Settings read, List<Feature> wanted, Step step) {
        Settings next = withFeatures(read, wanted);
        Map<String, Map<String, Object>> before = SettingLayers.forBundles(settings, features);
        Map<String, Map<String, Object>> after = SettingLayers.forBundles(next, wanted);
        probe(before, after);
        try {
            logging.apply(next);
            configurations.change(before, after, step);
        } catch (RuntimeException e) {
            logging.apply(settings);
            throw e;
        }
        settings = next;
        features = wanted;
    }

    /** Checks the new address before the listener releases its own. */
    private static void probe(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
        Optional<ListenAddress> now = ListenAddress.of(before);
        Optional<ListenAddress> wanted = ListenAddress.of(after);
        if (now.isPresent() && wanted.isPresent()) {
            try {
                wanted.get().probeBeside(now.get());
            } catch (Refusal e) {
                throw new LynchetException(ErrorCode.CONFLICT, oneLine(e), e);
            }
        }
    }

    /** Returns the message in one line: refusals are laid out for a terminal, and the shell prints no line breaks. */
    private static String oneLine(RuntimeException refused) {
        return refused.getMessage().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Reads changed files; called by the watch when a file has another time or size. */
    private void filesChanged() {
        changing.lock();
        try {
            Settings read = layers.read();
            boolean restart = !layers.features(read).stream()
                    .map(Feature::name)
                    .toList()
                    .equals(features.stream().map(Feature::name).toList());
            bring(read, features);
            LOG.warn(
                    "The changed configuration has taken effect{}",
                    restart ? ", but for the features, which need a restart." : ".");
        } catch (Refusal | LynchetException e) {
            LOG.error("The changed configuration is refused; the previous one stays. {}", e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
