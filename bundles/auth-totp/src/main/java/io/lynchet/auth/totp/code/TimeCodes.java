// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

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
 * The codes that authenticator apps show: RFC 6238 with SHA-1, six digits and steps of 30 seconds. All apps support
 * these values, and many assume them. The collisions of SHA-1 do not matter here.
 */
public final class TimeCodes {
    public static final int STEP_SECONDS = 30;
    static final int DIGITS = 6;

    /** The length of the hash, which RFC 4226 recommends. */
    static final int SECRET_BYTES = 20;

    /**
     * The accepted steps before and after the current one, for clocks that are a little off and people who type slowly.
     */
    private static final int WINDOW = 1;

    private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final SecureRandom random = new SecureRandom();

    public byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** Tells whether the text has the form of a code. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** Returns the step of an instant. */
    public static long step(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), (long) STEP_SECONDS);
    }

    /** Returns the code of a step. */
    public String at(byte[] secret, long step) {
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
     * Returns the newest step around now that has this code. Empty when there is none, or when a code of that step or a
     * later one was used before. Takes constant time.
     *
     * @param lastStep the newest step of which a code was used, or less than any
     */
    public OptionalLong match(byte[] secret, String code, Instant now, long lastStep) {
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
