// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.config.SettingCatalog;
import io.lynchet.launcher.config.SettingLayers;
import io.lynchet.launcher.config.Settings;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.PackedJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The features and configuration that the backup tool needs for a location. For {@code s3://bucket/app} these are the
 * feature {@code backup-s3} and the configuration of {@code io.lynchet.backup.s3}. The tool uses nothing else of the
 * configuration: it is no app and must not begin scheduled backups.
 *
 * @param location as on the command line
 * @param assignments of {@code --set}
 */
record ToolLocation(String location, List<String> assignments) {
    private static final String TOOL = "backup-tool";
    // A single letter is a drive.
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");

    /** Returns whether the location is something else than a path. */
    boolean hasScheme() {
        return SCHEME.matcher(location).matches();
    }

    private String kind() {
        Matcher matcher = SCHEME.matcher(location);
        return "backup-" + (matcher.matches() ? matcher.group(1) : "file");
    }

    /** Returns whether another feature is needed; the tool's own keeps backups in folders. */
    private boolean needsMore(PackedJar jar) {
        return !kind().equals(TOOL) && jar.featureNames().contains(kind());
    }

    /** Returns the tool's feature, and the one for that kind of location, if there is one. */
    List<Feature> features(PackedJar jar) {
        List<Feature> features = new ArrayList<>(List.of(jar.feature(TOOL)));
        if (needsMore(jar)) {
            features.add(jar.feature(kind()));
        }
        return features;
    }

    /** Returns the configuration, from the same layers as that of an app; the app is the one in the current folder. */
    Map<String, Map<String, Object>> configurations(PackedJar jar, CliHost host) {
        if (!needsMore(jar) && assignments.isEmpty()) {
            return Map.of();
        }
        Settings settings = new Settings(SettingCatalog.of(jar));
        if (jar.installation() != null) {
            settings.addFolder(jar.installation().resolve("etc"));
        }
        Path here = Path.of("").toAbsolutePath();
        if (Files.isRegularFile(here.resolve("manifest.json"))) {
            settings.addFolder(here.resolve("etc"));
        }
        settings.addEnvironment(host.environment(), SettingLayers.OWN_VARIABLES);
        assignments.forEach(settings::addAssignment);
        settings.refuseProblems();
        String pid = "io.lynchet." + kind().replace('-', '.');
        Map<String, Object> values = settings.forBundles().get(pid);
        return values == null ? Map.of() : Map.of(pid, values);
    }
}
