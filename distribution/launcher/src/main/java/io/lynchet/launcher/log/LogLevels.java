// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** The levels of loggers. Changes take effect at once, also for existing loggers. */
public final class LogLevels {
    private static final Map<String, LineLogger> LOGGERS = new ConcurrentHashMap<>();

    private static volatile Map<String, Level> levels = Map.of();
    private static volatile Level others = Level.WARN;

    private LogLevels() {}

    /**
     * Sets all levels.
     *
     * @param level of all loggers without one of their own
     * @param byName level by the beginning of logger names; the longest that fits counts
     */
    public static void configure(Level level, Map<String, Level> byName) {
        others = level;
        levels = Map.copyOf(byName);
        LOGGERS.forEach((name, logger) -> logger.threshold(of(name).toInt()));
    }

    /** Returns the level with that name, in any case. Throws {@link IllegalArgumentException} when there is none. */
    public static Level level(String name) {
        return Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static Logger logger(String name) {
        LineLogger logger = LOGGERS.get(name);
        return logger != null ? logger : LOGGERS.computeIfAbsent(name, any -> new LineLogger(name, of(name).toInt()));
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
