// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.launcher.cli.LaunchOptions;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.log.LineFormat;
import io.lynchet.launcher.log.LogFile;
import io.lynchet.launcher.log.LogLevels;
import io.lynchet.launcher.log.LogOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.event.Level;

/** The form and level of the log, as the settings require; applied at the start, and when they change. */
public final class LogSettings {
    /** The logger that reports the outcome of a reload. */
    private static final String RELOADS = "io.lynchet.data.app.ReloadLog";

    private final LaunchOptions launch;
    private final Path data;
    private String place;

    public LogSettings(LaunchOptions launch, Path data) {
        this.launch = launch;
        this.data = data;
    }

    public void apply(Settings settings) {
        String level = settings.launcher("logLevel", "warn");
        LogLevels.configure(launch.verbose ? Level.INFO : LogLevels.level(level), byName(settings));
        String wanted = place(settings);
        if (!wanted.equals(place)) {
            boolean json = settings.launcher("logFormat", "text").equals("json");
            LogOutput.configure(json ? LineFormat.JSON : LineFormat.TEXT, file(settings));
            place = wanted;
        }
    }

    private Map<String, Level> byName(Settings settings) {
        Map<String, Level> byName = new HashMap<>();
        if (launch.dev) {
            // A developer who edits a manifest waits for the message that it serves.
            byName.put(RELOADS, Level.INFO);
        }
        for (String entry : settings.launcher("logLevels", new String[0])) {
            String[] parts = entry.split("=", 2);
            try {
                byName.put(parts[0], LogLevels.level(parts[parts.length - 1]));
            } catch (IllegalArgumentException e) {
                throw Refusal.usage("logLevels: expected name=trace|debug|info|warn|error, not " + entry);
            }
        }
        return byName;
    }

    private static String place(Settings settings) {
        return settings.launcher("logFormat", "text")
                + ' '
                + settings.launcher("logFileMib", 16)
                + ' '
                + settings.launcher("logFilesKept", 5)
                + ' '
                + settings.launcher("logFile", "");
    }

    /** Returns the file, or null when the log goes to standard error. */
    private LogFile file(Settings settings) {
        String name = settings.launcher("logFile", "");
        if (name.isBlank()) {
            return null;
        }
        Path path = data.resolve(name);
        try {
            long bytesMax = settings.launcher("logFileMib", 16) * 1024L * 1024;
            return LogFile.open(path, bytesMax, settings.launcher("logFilesKept", 5));
        } catch (IOException e) {
            throw Refusal.error(
                    "cannot write the log to " + path + ": " + e.getMessage()
                            + ".\n  Give logFile of io.lynchet.launcher another path, or leave it out.",
                    e);
        }
    }
}
