// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The form of log events as text. Everything that could end a line or control a terminal is escaped, so that input of
 * callers can't imitate a line of the log. Only stack traces of the text form take further lines, each beginning with a
 * tab.
 */
public enum LineFormat {
    /** {@code time level [key=value ...] logger: message key=value ...}. */
    TEXT {
        @Override
        String line(LogEntry entry) {
            StringBuilder out = new StringBuilder(160);
            String level = entry.level().toString();
            out.append(entry.time().truncatedTo(ChronoUnit.MILLIS)).append(' ').append(level);
            out.append(level.length() == 4 ? "  " : " ");
            if (!entry.context().isEmpty()) {
                out.append('[');
                pairs(out, new TreeMap<String, Object>(entry.context()), ", ");
                out.append("] ");
            }
            escape(out, entry.logger(), false);
            out.append(": ");
            escape(out, String.valueOf(entry.message()), false);
            if (!entry.fields().isEmpty()) {
                out.append(' ');
                pairs(out, entry.fields(), " ");
            }
            out.append('\n');
            if (entry.throwable() != null) {
                stack(entry.throwable(), text -> {
                    out.append('\t');
                    escape(out, text, false);
                    out.append('\n');
                });
            }
            return out.toString();
        }
    },

    /** One JSON object a line: time, level, logger, message, then context and fields, then stack. */
    JSON {
        @Override
        String line(LogEntry entry) {
            StringBuilder out = new StringBuilder(256);
            out.append("{\"time\":\"").append(entry.time().truncatedTo(ChronoUnit.MILLIS));
            out.append("\",\"level\":\"").append(entry.level()).append('"');
            member(out, "logger", entry.logger());
            member(out, "message", String.valueOf(entry.message()));
            Map<String, Object> more = new TreeMap<>(entry.context());
            more.putAll(entry.fields());
            more.forEach((key, value) -> member(out, OWN.contains(key) ? "field." + key : key, value));
            if (entry.throwable() != null) {
                StringBuilder stack = new StringBuilder(1024);
                stack(entry.throwable(), text -> stack.append(text).append('\n'));
                member(out, "stack", stack.toString());
            }
            return out.append("}\n").toString();
        }
    };

    private static final Set<String> OWN = Set.of("time", "level", "logger", "message", "stack");
    private static final int CAUSES_MAX = 10;

    abstract String line(LogEntry entry);

    private static void pairs(StringBuilder out, Map<String, Object> pairs, String between) {
        String separator = "";
        for (Map.Entry<String, Object> pair : pairs.entrySet()) {
            out.append(separator);
            escape(out, pair.getKey(), false);
            out.append('=');
            value(out, String.valueOf(pair.getValue()));
            separator = between;
        }
    }

    // Quoted where its end could not be recognised.
    private static void value(StringBuilder out, String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=' || c == ',');
        if (plain) {
            escape(out, text, false);
        } else {
            out.append('"');
            escape(out, text, true);
            out.append('"');
        }
    }

    private static void member(StringBuilder out, String key, Object value) {
        out.append(",\"");
        escape(out, key, true);
        out.append("\":");
        if (value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else {
            out.append('"');
            escape(out, String.valueOf(value), true);
            out.append('"');
        }
    }

    private static void escape(StringBuilder out, String text, boolean quoted) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int end = i + Character.charCount(c);
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (quoted && (c == '"' || c == '\\')) {
                out.append('\\').append((char) c);
            } else if (isUnseen(c) && (quoted || c != '\t')) {
                for (; i < end; i++) {
                    out.append("\\u%04x".formatted((int) text.charAt(i)));
                }
            } else {
                out.appendCodePoint(c);
            }
            i = end;
        }
    }

    // Half a surrogate pair is no text in UTF-8.
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** A receiver of lines. */
    private interface Lines {
        void line(String text);
    }

    private static void stack(Throwable throwable, Lines to) {
        Throwable at = throwable;
        // A chain of causes may be a ring.
        for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
            to.line((depth == 0 ? "" : "caused by ") + at);
            for (StackTraceElement frame : at.getStackTrace()) {
                to.line("  at " + frame);
            }
            at = at.getCause();
        }
    }
}
