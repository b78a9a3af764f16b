// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A configuration key of a component, as its metatype declares it.
 *
 * @param pid of the component
 * @param key its name in a file
 * @param env its name in the environment
 * @param type the type name of the metatype
 * @param many whether the value is an array
 * @param min the least value as text, or null
 * @param max the greatest value as text, or null
 * @param options the only values allowed; empty when any
 */
record SettingKey(
        String pid, String key, String env, String type, boolean many, String min, String max, List<String> options) {

    static SettingKey of(Map<?, ?> json) {
        return new SettingKey(
                (String) json.get("pid"),
                (String) json.get("key"),
                (String) json.get("env"),
                (String) json.get("type"),
                Boolean.TRUE.equals(json.get("many")),
                (String) json.get("min"),
                (String) json.get("max"),
                ((List<?>) json.get("options")).stream().map(String::valueOf).toList());
    }

    /**
     * Converts a value to the type that the component takes.
     *
     * @param raw from a file (any JSON value) or from the environment or command line (text; commas separate the
     *     elements of an array)
     * @throws IllegalArgumentException with the allowed values, as the end of a sentence
     */
    Object convert(Object raw) {
        if (!many) {
            return single(raw);
        }
        List<?> elements = raw instanceof List<?> list ? list : split(String.valueOf(raw));
        List<Object> converted = new ArrayList<>();
        elements.forEach(element -> converted.add(single(element)));
        return "String".equals(type) || "Password".equals(type) ? converted.toArray(new String[0]) : converted;
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    private Object single(Object raw) {
        if (raw == null || raw instanceof Map || raw instanceof List) {
            throw new IllegalArgumentException("must be " + wanted());
        }
        if (!options.isEmpty() && !options.contains(raw.toString())) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", options));
        }
        try {
            return typed(raw);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be " + wanted(), e);
        }
    }

    private Object typed(Object raw) {
        String text = raw.toString();
        return switch (type) {
            case "Integer", "Short", "Byte" -> Math.toIntExact(inRange(Long.parseLong(text)));
            case "Long" -> inRange(Long.parseLong(text));
            case "Double", "Float" -> inRange(Double.parseDouble(text));
            case "Boolean" -> bool(text);
            default -> {
                if (!(raw instanceof String)) {
                    throw new IllegalArgumentException("must be " + wanted());
                }
                yield text;
            }
        };
    }

    private Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.valueOf(text);
    }

    private long inRange(long value) {
        long least = min == null ? ("Long".equals(type) ? Long.MIN_VALUE : Integer.MIN_VALUE) : Long.parseLong(min);
        long greatest = max == null ? ("Long".equals(type) ? Long.MAX_VALUE : Integer.MAX_VALUE) : Long.parseLong(max);
        if (value < least || value > greatest) {
            throw new IllegalArgumentException("must be " + wanted());
        }
        return value;
    }

    private double inRange(double value) {
        boolean low = min != null && value < Double.parseDouble(min);
        boolean high = max != null && value > Double.parseDouble(max);
        if (low || high || Double.isNaN(value)) {
            throw new IllegalArgumentException("must be " + wanted());
        }
        return value;
    }

    private String wanted() {
        String noun = switch (type) {
            case "Integer", "Short", "Byte", "Long" -> "a whole number";
            case "Double", "Float" -> "a number";
            case "Boolean" -> "true or false";
            default -> "a string";
        };
        if (min != null && max != null) {
            return noun + " from " + min + " to " + max;
        }
        return noun + (min == null ? "" : " of at least " + min) + (max == null ? "" : " of at most " + max);
    }
}
