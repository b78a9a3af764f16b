// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed request target.
 *
 * @param path decoded
 * @param segments decoded segments of the path; the last one is empty when the path ends in a slash
 * @param parameters decoded query parameters in the order of their first appearance
 */
public record RequestTarget(String path, List<String> segments, Map<String, List<String>> parameters) {
    private static final int SEGMENTS_MAX = 64;
    private static final int PARAMETERS_MAX = 200;

    /**
     * Decodes a target. Fails with {@code BAD_REQUEST} for everything that could mean one thing here and another thing
     * in a proxy or a file system: dot segments, encoded slashes, NUL and other control characters, backslashes,
     * percent signs without two digits, bytes that are not UTF-8.
     */
    public static RequestTarget parse(String target) {
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        if (rawPath.isEmpty() || rawPath.charAt(0) != '/') {
            throw bad("The path does not begin with a slash.");
        }
        List<String> segments = segments(rawPath);
        String path = rawPath.indexOf('%') < 0 ? rawPath : "/" + String.join("/", segments);
        return new RequestTarget(path, segments, question < 0 ? Map.of() : parameters(target.substring(question + 1)));
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>(8);
        int from = 1;
        while (true) {
            int slash = rawPath.indexOf('/', from);
            String segment = decode(slash < 0 ? rawPath.substring(from) : rawPath.substring(from, slash), false);
            check(segment);
            if (segments.size() == SEGMENTS_MAX) {
                throw bad("The path has more than " + SEGMENTS_MAX + " segments.");
            }
            segments.add(segment);
            if (slash < 0) {
                return segments;
            }
            if (segment.isEmpty()) {
                throw bad("The path has an empty segment.");
            }
            from = slash + 1;
        }
    }

    private static void check(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            throw bad("The path has a dot segment.");
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c < ' ' || c == 0x7F || c == '/' || c == '\\') {
                throw bad("The path has a character that is not allowed in a segment.");
            }
        }
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        int from = 0;
        while (from <= query.length()) {
            int end = query.indexOf('&', from);
            String pair = query.substring(from, end < 0 ? query.length() : end);
            from = end < 0 ? query.length() + 1 : end + 1;
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > PARAMETERS_MAX) {
                throw bad("The query has more than " + PARAMETERS_MAX + " parameters.");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
        }
        return parameters;
    }

    /** @param form whether a plus sign stands for a space, as it does in queries */
    private static String decode(String text, boolean form) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != '%' && c < 0x80 && !(form && c == '+');
        }
        return plain ? text : decodeBytes(text, form);
    }

    private static String decodeBytes(String text, boolean form) {
        byte[] bytes = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = hex(text, i + 1);
                int low = hex(text, i + 2);
                if (high < 0 || low < 0) {
                    throw bad("A percent sign is not followed by two hexadecimal digits.");
                }
                bytes[size++] = (byte) (high * 16 + low);
                i += 2;
            } else if (c < 0x80) {
                bytes[size++] = (byte) (form && c == '+' ? ' ' : c);
            } else {
                throw bad("A character outside ASCII is not percent-encoded.");
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
            if (decoded.indexOf('\0') >= 0) {
                throw bad("The target has a NUL character.");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw bad("Percent-encoded bytes are not UTF-8.");
        }
    }

    // Character.digit would also take digits of other scripts.
    private static int hex(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    }

    private static LynchetException bad(String message) {
        return new LynchetException(ErrorCode.BAD_REQUEST, message);
    }
}
