// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a user asked for; filled in by the command line or the embedding door, then read once.
 *
 * <p>The environment is an argument so that an embedded instance is not configured by the variables of its host.
 */
final class Launch {
    static final String DATA_VARIABLE = "LYNCHET_DATA";

    final App app;
    final List<String> assignments = new ArrayList<>();
    /** Null for what the environment says, or else {@code .lynchet} in the app. */
    Path data;
    /** Null for what is configured; so are the next two. */
    String host;

    String port;
    String adminToken;
    /** Labels of migration steps, separated by commas. */
    String acceptedLoss = "";

    boolean dev;
    boolean verbose;
    Map<String, String> environment = Map.of();

    Launch(App app) {
        this.app = app;
    }

    Path dataFolder() {
        return dataFolder(data, environment, app.folder());
    }

    static Path dataFolder(Path given, Map<String, String> environment, Path app) {
        if (given != null) {
            return given;
        }
        String variable = environment.get(DATA_VARIABLE);
        return variable == null ? app.resolve(".lynchet") : Path.of(variable);
    }
}
