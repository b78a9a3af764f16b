// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.api.http.Listener;
import io.lynchet.json.DidYouMean;
import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.PackedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layers of one app's configuration. They can be read again while the app runs: files change, and operators set
 * keys.
 */
public final class SettingLayers {
    public static final String TOKEN_VARIABLE = "LYNCHET_ADMIN_TOKEN";

    /** Variables that the launcher or its script reads; they are no settings of a component. */
    public static final List<String> OWN_VARIABLES = List.of(
            TOKEN_VARIABLE,
            DatabaseVariable.NAME,
            LaunchOptions.DATA_VARIABLE,
            LimitSwitch.VARIABLE,
            "LYNCHET_JAVA",
            "LYNCHET_JAVA_OPTS",
            "LYNCHET_CACHE");

    public static final List<String> FEATURES = List.of(
            "kernel", "store-sqlite", "http", "auth", "orgs", "sync", "live", "backup", "ops", "shell", "deploy");

    static final String LISTENER = "io.lynchet.listener";

    private final PackedJar jar;
    private final LaunchOptions launch;
    private final SettingCatalog catalog;
    private final KeptSettings kept;

    public SettingLayers(PackedJar jar, LaunchOptions launch) {
        this.jar = jar;
        this.launch = launch;
        catalog = SettingCatalog.of(jar);
        kept = new KeptSettings(launch.dataFolder());
    }

    SettingCatalog catalog() {
        return catalog;
    }

    KeptSettings kept() {
        return kept;
    }

    /** Reads the effective settings of all layers, without features. Throws {@link Refusal} with all problems. */
    public Settings read() {
        return read(kept.read());
    }

    /** Reads the same, with these values in place of the kept ones. */
    Settings read(Map<String, Map<String, Object>> instead) {
        Settings settings = new Settings(catalog);
        folders().forEach(settings::addFolder);
        instead.forEach((pid, keys) -> settings.putAll(kept.file().toString(), pid, keys));
        addStronger(settings);
        settings.refuseProblems();
        return settings;
    }

    private void addStronger(Settings settings) {
        settings.addEnvironment(launch.environment, OWN_VARIABLES);
        new DatabaseVariable(launch.environment).addTo(settings);
        launch.assignments.forEach(settings::addAssignment);
        if (launch.host != null) {
            settings.put("--host", "host", launch.host);
        }
        if (launch.port != null) {
            settings.put("--port", "port", launch.port);
        }
    }

    /** Returns whether the environment or the command line sets the key, so that nothing below them counts. */
    boolean isSetAbove(String pid, String key) {
        Settings above = new Settings(catalog);
        addStronger(above);
        return above.has(pid, key);
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (jar.installation() != null) {
            folders.add(jar.installation().resolve("etc"));
        }
        folders.add(launch.app.folder().resolve("etc"));
        return folders;
    }

    /** Returns a text that changes when a file of these layers does. */
    String stamp() throws IOException {
        StringBuilder stamp = new StringBuilder();
        for (Path folder : folders()) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                            .sorted()
                            .toList()) {
                        stamp.append(file).append('@').append(Files.getLastModifiedTime(file));
                        stamp.append('#').append(Files.size(file)).append('\n');
                    }
                }
            }
        }
        return stamp.toString();
    }

    /** Returns the wanted features: +name adds to the default ones, -name removes one of them. */
    public List<Feature> features(Settings settings) {
        List<String> given = List.of(settings.launcher("features", FEATURES.toArray(new String[0])));
        Set<String> wanted = new LinkedHashSet<>();
        if (given.stream().allMatch(name -> name.startsWith("+") || name.startsWith("-"))) {
            wanted.addAll(FEATURES);
        }
        for (String name : given) {
            if (name.startsWith("-")) {
                wanted.remove(known(name.substring(1)));
            } else {
                wanted.add(known(name.startsWith("+") ? name.substring(1) : name));
            }
        }
        if (new DatabaseVariable(launch.environment).isGiven()) {
            wanted.add(DatabaseVariable.FEATURE);
        }
        return wanted.stream().map(jar::feature).toList();
    }

    /** Returns a feature. Throws {@link Refusal} when there is none with that name. */
    Feature feature(String name) {
        return jar.feature(known(name));
    }

    private String known(String name) {
        if (!jar.featureNames().contains(name)) {
            throw Refusal.usage("there is no feature " + name + "." + DidYouMean.sentence(name, jar.featureNames())
                    + " The features: " + String.join(", ", jar.featureNames()));
        }
        return name;
    }

    static String host(Settings settings) {
        return settings.launcher("host", "127.0.0.1");
    }

    static int port(Settings settings) {
        return settings.launcher("port", 4321);
    }

    static boolean listens(List<Feature> features) {
        return features.stream().anyMatch(feature -> feature.needs().contains(Listener.class.getName()));
    }

    /** Returns the configuration of each component, by PID. */
    public static Map<String, Map<String, Object>> forBundles(Settings settings, List<Feature> features) {
        Map<String, Map<String, Object>> all = settings.forBundles();
        if (listens(features)) {
            Map<String, Object> listener = new HashMap<>(all.getOrDefault(LISTENER, Map.of()));
            listener.putIfAbsent("host", host(settings));
            listener.putIfAbsent("port", port(settings));
            all.put(LISTENER, listener);
        }
        return all;
    }
}
