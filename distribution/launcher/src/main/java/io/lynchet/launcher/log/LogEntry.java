// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.time.Instant;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * An event of the log.
 *
 * @param logger the name of the logger
 * @param context its context, such as a request id
 * @param fields named values; texts and numbers
 * @param throwable null for none
 */
record LogEntry(
        Instant time,
        Level level,
        String logger,
        Map<String, String> context,
        String message,
        Map<String, Object> fields,
        Throwable throwable) {

    static LogEntry of(Level level, String logger, String message) {
        return new LogEntry(Instant.now(), level, logger, Map.of(), message, Map.of(), null);
    }
}
