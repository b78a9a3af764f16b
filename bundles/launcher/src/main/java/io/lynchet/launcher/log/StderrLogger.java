// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes {@code time level [key=value ...] logger: message}, or the same as JSON.
 *
 * <p>Line breaks inside a message are escaped, so that what a caller sends cannot pretend to be a line of the log. Only
 * stack traces take further lines, each beginning with a tab.
 */
final class StderrLogger extends LegacyAbstractLogger {
    private volatile int threshold;

    StderrLogger(String name, int threshold) {
        this.name = name;
        this.threshold = threshold;
    }

    void threshold(int level) {
        threshold = level;
    }

    @Override
    public boolean isTraceEnabled() {
        return Level.TRACE.toInt() >= threshold;
    }

    @Override
    public boolean isDebugEnabled() {
        return Level.DEBUG.toInt() >= threshold;
    }

    @Override
    public boolean isInfoEnabled() {
        return Level.INFO.toInt() >= threshold;
    }

    @Override
    public boolean isWarnEnabled() {
        return Level.WARN.toInt() >= threshold;
    }

    @Override
    public boolean isErrorEnabled() {
        return Level.ERROR.toInt() >= threshold;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        Map<String, String> context = MDC.getCopyOfContextMap();
        String line =
                LogLevels.json() ? json(level, context, message, throwable) : text(level, context, message, throwable);
        // One call, so that lines of several threads do not mix.
        LogLevels.target().print(line);
    }

    private String text(Level level, Map<String, String> context, String message, Throwable throwable) {
        StringBuilder out = new StringBuilder(160);
        out.append(now()).append(' ').append(level).append(level.toString().length() == 4 ? "  " : " ");
        if (context != null && !context.isEmpty()) {
            out.append(new TreeMap<>(context).toString().replace('{', '[').replace('}', ']'))
                    .append(' ');
        }
        out.append(name).append(": ");
        escape(out, message == null ? "null" : message, false);
        out.append('\n');
        if (throwable != null) {
            out.append('\t')
                    .append(stack(throwable).replace("\n", "\n\t").strip())
                    .append('\n');
        }
        return out.toString();
    }

    private String json(Level level, Map<String, String> context, String message, Throwable throwable) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"time\":\"")
                .append(now())
                .append("\",\"level\":\"")
                .append(level)
                .append('"');
        member(out, "logger", name);
        member(out, "message", String.valueOf(message));
        if (context != null) {
            new TreeMap<>(context).forEach((key, value) -> member(out, key, value));
        }
        if (throwable != null) {
            member(out, "stack", stack(throwable));
        }
        return out.append("}\n").toString();
    }

    private static void member(StringBuilder out, String key, String value) {
        out.append(",\"");
        escape(out, key, true);
        out.append("\":\"");
        escape(out, value, true);
        out.append('"');
    }

    private static void escape(StringBuilder out, String text, boolean quoted) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '"', '\\' -> out.append(quoted ? "\\" : "").append(c);
                default -> {
                    if (c < ' ' && (quoted || c != '\t')) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String stack(Throwable throwable) {
        StringBuilder out = new StringBuilder(1024);
        Throwable at = throwable;
        // A chain of causes may be a ring.
        for (int depth = 0; at != null && depth < 10; depth++) {
            out.append(depth == 0 ? "" : "caused by ").append(at).append('\n');
            for (StackTraceElement frame : at.getStackTrace()) {
                out.append("  at ").append(frame).append('\n');
            }
            at = at.getCause();
        }
        return out.toString();
    }
}
