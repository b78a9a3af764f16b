// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Which loggers write, and how. Changes take effect at once, for loggers that exist, too. */
public final class LogLevels {
    private static final Map<String, StderrLogger> LOGGERS = new ConcurrentHashMap<>();

    private static volatile Map<String, Level> levels = Map.of();
    private static volatile Level others = Level.WARN;
    private static volatile boolean json;
    /** As it was before Gogo put its own stream, which goes to whoever types a command, in its place. */
    private static volatile PrintStream target = System.err;

    private LogLevels() {}

    /**
     * Sets everything.
     *
     * @param level of all loggers without one of their own
     * @param byName level by the beginning of logger names; the longest that fits counts
     * @param asJson one JSON object a line instead of text
     */
    public static void configure(Level level, Map<String, Level> byName, boolean asJson) {
        others = level;
        levels = Map.copyOf(byName);
        json = asJson;
        LOGGERS.forEach((name, logger) -> logger.threshold(of(name).toInt()));
    }

    /** The level of that name, in any case; {@link IllegalArgumentException} when there is none. */
    public static Level level(String name) {
        return Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static PrintStream target() {
        return target;
    }

    static void target(PrintStream stream) {
        target = stream;
    }

    static boolean json() {
        return json;
    }

    static Logger logger(String name) {
        StderrLogger logger = LOGGERS.get(name);
        return logger != null ? logger : LOGGERS.computeIfAbsent(name, any -> new StderrLogger(name, of(name).toInt()));
    }

    private static Level of(String name) {
        Map<String, Level> byName = levels;
        if (byName.isEmpty()) {
            return others;
        }
        String prefix = name;
        while (!prefix.isEmpty()) {
            Level level = byName.get(prefix);
            if (level != null) {
                return level;
            }
            prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
        }
        return others;
    }
}
