// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import io.lynchet.api.loop.Vitals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/**
 * A logger that passes each event of its level or above to {@link LogOutput}, with the values that it names. A logged
 * lack of memory ends the process, see {@link Vitals}.
 */
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
    /** Not volatile: libraries read it dozens of times a request, and a change becomes visible soon enough. */
    private int threshold;

    LineLogger(String name, int threshold) {
        this.name = name;
        this.threshold = threshold;
    }

    void threshold(int level) {
        threshold = level;
    }

    @Override
    public boolean isTraceEnabled() {
        return EventConstants.TRACE_INT >= threshold;
    }

    @Override
    public boolean isDebugEnabled() {
        return EventConstants.DEBUG_INT >= threshold;
    }

    @Override
    public boolean isInfoEnabled() {
        return EventConstants.INFO_INT >= threshold;
    }

    @Override
    public boolean isWarnEnabled() {
        return EventConstants.WARN_INT >= threshold;
    }

    @Override
    public boolean isErrorEnabled() {
        return EventConstants.ERROR_INT >= threshold;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
        write(level, pattern, arguments, Map.of(), throwable);
    }

    @Override
    public void log(LoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(pair.key, pair.value));
        }
        write(event.getLevel(), event.getMessage(), event.getArgumentArray(), fields, event.getThrowable());
    }

    private void write(
            Level level, String pattern, Object[] arguments, Map<String, Object> fields, Throwable throwable) {
        try {
            print(level, pattern, arguments, fields, throwable);
        } finally {
            // Libraries catch errors of their own threads and report them only to the log.
            if (throwable != null) {
                Vitals.suffered(throwable);
            }
        }
    }

    private void print(
            Level level, String pattern, Object[] arguments, Map<String, Object> fields, Throwable throwable) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        Map<String, String> context = MDC.getCopyOfContextMap();
        LogOutput.write(new LogEntry(
                Instant.now(), level, name, context == null ? Map.of() : context, message, fields, throwable));
    }
}
