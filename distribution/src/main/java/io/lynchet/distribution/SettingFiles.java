// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes, from what the bundles declare, {@code etc/PID.json} with every key commented out, and a table of all keys for
 * the documentation. So neither can be out of date.
 */
final class SettingFiles {
    private final Map<String, List<Setting>> byPid = new TreeMap<>();

    SettingFiles(List<Setting> settings) {
        for (Setting setting : settings) {
            // Declarative Services adds one such key without a default for each reference; ours have one.
            boolean ofReference = setting.key().endsWith(".target") && setting.fallback() == null;
            if (!ofReference) {
                byPid.computeIfAbsent(setting.pid(), any -> new ArrayList<>()).add(setting);
            }
        }
    }

    void write(Path folder) throws IOException {
        Path etc = folder.resolve("etc");
        Path docs = folder.resolve("docs");
        Files.createDirectories(etc);
        Files.createDirectories(docs);
        for (Map.Entry<String, List<Setting>> entry : byPid.entrySet()) {
            Files.writeString(etc.resolve(entry.getKey() + ".json"), file(entry.getKey(), entry.getValue()));
        }
        Files.writeString(docs.resolve("configuration-keys.md"), table());
    }

    private static String file(String pid, List<Setting> settings) {
        StringBuilder out = new StringBuilder("""
                // Configuration of %1$s. The defaults are commented out; remove the slashes to change one.
                // These override this file: etc/%1$s.json of an app, the environment variable named at each key, and
                // --set %1$s:KEY=VALUE on the command line.
                {
                """.formatted(pid));
        for (Setting setting : settings) {
            out.append("  // ")
                    .append(sentence(setting.description()))
                    .append(allowed(setting))
                    .append('\n');
            out.append("  // ").append(setting.environmentName()).append('\n');
            out.append("  // \"")
                    .append(setting.key())
                    .append("\": ")
                    .append(value(setting))
                    .append(",\n\n");
        }
        return out.toString().stripTrailing() + "\n}\n";
    }

    private String table() {
        StringBuilder out = new StringBuilder("# Configuration keys\n\nGenerated from what the bundles declare.\n");
        byPid.forEach((pid, settings) -> {
            out.append("\n## ")
                    .append(pid)
                    .append("\n\n| Key | Default | Meaning | Environment |\n| --- | --- | --- | --- |\n");
            for (Setting setting : settings) {
                String meaning = (sentence(setting.description()) + allowed(setting)).replace("|", "\\|");
                out.append("| `%s` | `%s` | %s | `%s` |\n"
                        .formatted(setting.key(), value(setting), meaning, setting.environmentName()));
            }
        });
        return out.toString();
    }

    private static String sentence(String description) {
        String text = description.strip();
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }

    private static String allowed(Setting setting) {
        if (!setting.options().isEmpty()) {
            return " One of " + String.join(", ", setting.options()) + ".";
        }
        if (setting.description().contains(setting.min() + " to " + setting.max())) {
            return "";
        }
        if (setting.min() != null && setting.max() != null) {
            return " From " + setting.min() + " to " + setting.max() + ".";
        }
        if (setting.min() != null) {
            return " At least " + setting.min() + ".";
        }
        return setting.max() == null ? "" : " At most " + setting.max() + ".";
    }

    /** The default as JSON. */
    private static String value(Setting setting) {
        boolean text = setting.type().equals("String") || setting.type().equals("Password");
        String fallback = setting.fallback();
        if (setting.many()) {
            List<String> elements = fallback == null || fallback.isEmpty() ? List.of() : List.of(fallback.split(","));
            return text ? JsonFormat.of(elements) : elements.toString();
        }
        if (fallback == null) {
            return text ? "\"\"" : "null";
        }
        return text ? JsonFormat.of(fallback) : fallback;
    }
}
