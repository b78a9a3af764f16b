// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options of a launch, filled in by the command line or by {@link io.lynchet.launcher.Lynchet}, then read once.
 *
 * <p>The environment is a field so that an embedded instance is not configured by the variables of its host.
 */
public final class LaunchOptions {
    public static final String DATA_VARIABLE = "LYNCHET_DATA";

    public final AppFolder app;
    public final List<String> assignments = new ArrayList<>();
    /** Null for the environment's value, or else {@code .lynchet} in the app. */
    public Path data;
    /** Null for the configured value; so are the next two. */
    public String host;

    public String port;
    public String adminToken;
    /** Labels of migration steps, separated by commas. */
    public String acceptedLoss = "";

    public boolean dev;
    public boolean verbose;
    public Map<String, String> environment = Map.of();

    public LaunchOptions(AppFolder app) {
        this.app = app;
    }

    public Path dataFolder() {
        return dataFolder(data, environment, app.folder());
    }

    public static Path dataFolder(Path given, Map<String, String> environment, Path app) {
        if (given != null) {
            return given;
        }
        String variable = environment.get(DATA_VARIABLE);
        return variable == null ? app.resolve(".lynchet") : Path.of(variable);
    }
}
