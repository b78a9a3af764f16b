// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The recovery codes, and the digests that are stored of them. A code is 80 random bits, sixteen characters in groups
 * of four. It can't be guessed, so its digest needs neither salt nor a slow hash, and can be the id of its row. The
 * account is part of the digest, so a code is valid for no other one.
 */
public final class RecoveryCodes {
    public static final int CODES = 10;

    private static final int CODE_BYTES = 10;
    private static final int CHARS_MAX = 64;
    private static final Pattern CODE = Pattern.compile("[A-Z2-7]{16}");
    private static final Pattern GROUP_END = Pattern.compile("(.{4})(?=.)");
    private static final Pattern IGNORED = Pattern.compile("[\\s-]");

    private final SecureRandom random = new SecureRandom();

    public List<String> newCodes() {
        return IntStream.range(0, CODES).mapToObj(i -> newCode()).toList();
    }

    private String newCode() {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base32.encode(bytes).toLowerCase(Locale.ROOT);
        return GROUP_END.matcher(code).replaceAll("$1-");
    }

    /** Writes the codes into a response, the only one that ever shows them. */
    public static void write(JsonWriter json, List<String> codes) {
        json.name("backup_codes").beginArray();
        codes.forEach(json::value);
        json.endArray();
    }

    /** Tells whether the text has the form of a code. */
    public static boolean isCode(String text) {
        return text.length() <= CHARS_MAX && CODE.matcher(normal(text)).matches();
    }

    /** Returns the id of the row of an account's code; letter case, spaces and hyphens make no difference. */
    public static String id(String userId, String code) {
        try {
            byte[] text = (userId + '\0' + normal(code)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String normal(String text) {
        return IGNORED.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
