// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes that authenticator apps show: RFC 6238 with SHA-1, six digits and steps of 30 seconds, since that is what all apps can do and many
 * take for granted. The weakness of SHA-1 against collisions is none here.
 */
final class TimeCodes {
    static final int STEP_SECONDS = 30;
    static final int DIGITS = 6;

    /** As long as the output of the hash, which RFC 4226 recommends. */
    static final int SECRET_BYTES = 20;

    /** Steps before and after the present one: for clocks that are a little off, and people who type slowly. */
    private static final int WINDOW = 1;

    private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final SecureRandom random = new SecureRandom();

    byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** Whether it could be a code at all. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** The step in which a moment lies. */
    static long step(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), (long) STEP_SECONDS);
    }

    /** The code of a step. */
    String at(byte[] secret, long step) {
        try {
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(secret, generator.getAlgorithm()),
                    Instant.ofEpochSecond(step * STEP_SECONDS),
                    Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every secret is a key of HMAC", e);
        }
    }

    /**
     * The newest step around now of which this is the code; empty when it is of none, or when a code of that step or a later one was taken
     * before. Takes the same time whatever is wrong.
     *
     * @param lastStep the newest step of which a code was taken, or less than any
     */
    OptionalLong match(byte[] secret, String code, Instant now, long lastStep) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long present = step(now);
        long found = Long.MIN_VALUE;
        for (long step = present - WINDOW; step <= present + WINDOW; step++) {
            boolean equal = MessageDigest.isEqual(given, at(secret, step).getBytes(StandardCharsets.UTF_8));
            found = equal ? step : found;
        }
        return found > lastStep ? OptionalLong.of(found) : OptionalLong.empty();
    }
}
