// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.json.DidYouMean;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration, merged from layers: the installation's {@code etc}, the app's {@code etc}, environment, command
 * line. A later layer overrides single keys of an earlier one. The configurations of features are below all.
 *
 * <p>Problems are collected, so that {@link #refuseProblems()} reports all of them at once.
 */
public final class Settings {
    /** The launcher's own keys: host, port, features, ... */
    public static final String LAUNCHER = "io.lynchet.launcher";

    private static final String OURS = "io.lynchet.";
    private static final String PREFIX = "LYNCHET_";

    /**
     * Variables that Kubernetes puts into each container beside a service named "lynchet"; not meant for this program.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile("LYNCHET_(SERVICE_.*|PORT_\\d+_.*)");

    private final SettingCatalog catalog;
    private final Map<String, Map<String, Object>> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    public Settings(SettingCatalog catalog) {
        this.catalog = catalog;
    }

    /** Adds the configurations of a feature, under everything that was added before. */
    public void addFeature(Feature feature) {
        feature.configurations().forEach((pid, keys) -> {
            Map<String, Object> above = values.remove(pid);
            putAll("features/" + feature.name() + ".json", pid, keys);
            if (above != null) {
                values(pid).putAll(above);
            }
        });
    }

    /** Adds each {@code PID.json} of a folder, which need not exist. */
    public void addFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                addFile(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private void addFile(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(".json") || name.startsWith(".")) {
            return;
        }
        String pid = name.substring(0, name.length() - ".json".length());
        try {
            putAll(file.toString(), pid, JsonFile.object(file.toString(), Files.readAllBytes(file)));
        } catch (Refusal e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Adds the variables that begin with {@code LYNCHET_}.
     *
     * @param elsewhere names that are no settings and have other readers
     */
    public void addEnvironment(Map<String, String> environment, List<String> elsewhere) {
        new TreeMap<>(environment).forEach((name, value) -> {
            boolean foreign = elsewhere.contains(name)
                    || SERVICE_LINK.matcher(name).matches()
                    || (name.equals("LYNCHET_PORT") && value.startsWith("tcp://"));
            if (name.startsWith(PREFIX) && !foreign) {
                SettingKey setting = catalog.ofEnvironment(name);
                if (setting == null) {
                    problems.add("environment: " + unknownVariable(name));
                } else {
                    put("environment variable " + name, setting, value);
                }
            }
        });
    }

    /** Adds one assignment of the command line, {@code pid:key=value}. */
    public void addAssignment(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        if (colon < 1 || equals < colon + 2) {
            problems.add("--set " + text + ": expected pid:key=value, e.g. --set io.lynchet.launcher:port=8080");
            return;
        }
        String pid = text.substring(0, colon);
        // A text for an unknown key is kept as text: its bundle is not known here.
        putAll("--set", pid, Map.of(text.substring(colon + 1, equals), text.substring(equals + 1)));
    }

    /** Sets a key of the launcher itself, given by an option of the command line. */
    void put(String option, String key, String value) {
        put(option, catalog.of(LAUNCHER).get(key), value);
    }

    /** Returns whether a layer so far sets the key. */
    boolean has(String pid, String key) {
        return values.getOrDefault(pid, Map.of()).containsKey(key);
    }

    /** Adds keys of a PID, as a file with that name would. */
    void putAll(String source, String pid, Map<String, Object> keys) {
        int tilde = pid.indexOf('~');
        String component = tilde < 0 ? pid : pid.substring(0, tilde);
        Map<String, SettingKey> known = catalog.of(component);
        if (known.isEmpty() && component.startsWith(OURS)) {
            problems.add(source + ": " + unknownPid(component));
            return;
        }
        keys.forEach((key, value) -> {
            SettingKey setting = known.get(key);
            if (setting != null) {
                put(source, setting, pid, value);
            } else if (known.isEmpty()) {
                // A bundle from the drop-in folder may come for it; it gets the value as it is.
                values(pid).put(key, value instanceof List<?> list ? texts(list) : value);
            } else {
                problems.add(source + ": " + unknownKey(component, key, known.keySet()));
            }
        });
    }

    private String unknownVariable(String name) {
        return catalog.moved()
                .variable(name)
                .orElseGet(
                        () -> "unknown variable " + name + "." + DidYouMean.sentence(name, catalog.environmentNames()));
    }

    private String unknownPid(String pid) {
        return catalog.moved()
                .pid(pid)
                .orElseGet(() -> "no bundle is configured by " + pid + "." + DidYouMean.sentence(pid, catalog.pids()));
    }

    private String unknownKey(String pid, String key, Set<String> known) {
        return catalog.moved()
                .key(pid, key)
                .orElseGet(() -> "unknown key %s of %s.%s The keys: %s"
                        .formatted(key, pid, DidYouMean.sentence(key, known), String.join(", ", known)));
    }

    private static String[] texts(List<?> list) {
        return list.stream().map(String::valueOf).toArray(String[]::new);
    }

    private void put(String source, SettingKey setting, Object value) {
        put(source, setting, setting.pid(), value);
    }

    private void put(String source, SettingKey setting, String pid, Object value) {
        try {
            values(pid).put(setting.key(), setting.convert(value));
        } catch (IllegalArgumentException e) {
            problems.add("%s: %s of %s %s, not %s".formatted(source, setting.key(), pid, e.getMessage(), value));
        }
    }

    private Map<String, Object> values(String pid) {
        return values.computeIfAbsent(pid, any -> new TreeMap<>());
    }

    /** Throws {@link Refusal} when any layer has problems. */
    public void refuseProblems() {
        if (!problems.isEmpty()) {
            throw Refusal.usage("the configuration is wrong:\n  " + String.join("\n  ", problems));
        }
    }

    /** Returns the value of one of the launcher's own keys, or the default when no layer sets it. */
    @SuppressWarnings("unchecked")
    public <T> T launcher(String key, T fallback) {
        return (T) values.getOrDefault(LAUNCHER, Map.of()).getOrDefault(key, fallback);
    }

    /** Returns all values by PID, without the launcher's own. */
    public Map<String, Map<String, Object>> forBundles() {
        Map<String, Map<String, Object>> all = new TreeMap<>(values);
        all.remove(LAUNCHER);
        return all;
    }
}
