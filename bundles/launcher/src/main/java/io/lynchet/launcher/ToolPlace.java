// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tool of the backup commands needs for a location: of {@code s3://bucket/app} the feature {@code backup-s3}, and the configuration of
 * {@code io.lynchet.backup.s3}. Nothing else of the configuration counts, since the tool is no app: it must not begin the backups of a schedule.
 *
 * @param location as on the command line
 * @param assignments of {@code --set}
 */
record ToolPlace(String location, List<String> assignments) {
    private static final String TOOL = "backup-tool";
    // A single letter is a drive.
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");

    /** Whether it is something else than a path. */
    boolean hasScheme() {
        return SCHEME.matcher(location).matches();
    }

    private String kind() {
        Matcher matcher = SCHEME.matcher(location);
        return "backup-" + (matcher.matches() ? matcher.group(1) : "file");
    }

    /** The tool's own feature keeps backups in folders. */
    private boolean needsMore(PackedJar jar) {
        return !kind().equals(TOOL) && jar.featureNames().contains(kind());
    }

    /** The tool itself, and what keeps backups at that kind of place, if there is a feature for it. */
    List<Feature> features(PackedJar jar) {
        List<Feature> features = new ArrayList<>(List.of(jar.feature(TOOL)));
        if (needsMore(jar)) {
            features.add(jar.feature(kind()));
        }
        return features;
    }

    /** From the same layers as that of an app; the app is the one whose folder the command is in. */
    Map<String, Map<String, Object>> configurations(PackedJar jar, Host host) {
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
