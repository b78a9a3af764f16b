// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.launcher.cli.Refusal;
import java.util.Map;

/**
 * The variable {@code LYNCHET_DATABASE_URL}, the only one needed to run an app on PostgreSQL. It adds the feature, sets
 * the URL, and makes that store serve; explicit settings win over it.
 */
final class DatabaseVariable {
    static final String NAME = "LYNCHET_DATABASE_URL";
    static final String FEATURE = "store-postgres";

    private static final String STORE = "io.lynchet.store.postgres";
    private static final String DATA = "io.lynchet.data";
    private static final String TARGET = "store.target";

    private final String url;

    /** @throws Refusal when it is no URL of PostgreSQL */
    DatabaseVariable(Map<String, String> environment) {
        url = environment.getOrDefault(NAME, "");
        if (!url.isEmpty() && !url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
            throw Refusal.usage(NAME + " must begin with postgres://, as in"
                    + " postgres://user:password@host:5432/database.\n  Without it the rows are in a SQLite file.");
        }
    }

    boolean isGiven() {
        return !url.isEmpty();
    }

    /** Adds the variable's settings at its rank: above the files, below the command line. */
    void addTo(Settings settings) {
        if (isGiven()) {
            settings.putAll("environment variable " + NAME, STORE, Map.of("url", url));
            if (!settings.has(DATA, TARGET)) {
                settings.putAll("environment variable " + NAME, DATA, Map.of(TARGET, "postgres"));
            }
        }
    }
}
