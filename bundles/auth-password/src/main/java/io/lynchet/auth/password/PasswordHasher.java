// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id. Each hash takes its memory while it runs, so only so many run at one time; the others wait a little, and are refused with
 * {@code OVERLOADED} when that was not enough. Thread-safe.
 *
 * <p>Passwords are brought into Unicode's form NFC first, since keyboards disagree about how an accent is sent.
 */
final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Cost cost;
    private final Semaphore places;
    private final long waitMillis;
    private final SecureRandom random = new SecureRandom();
    private final LongAdder operations = new LongAdder();
    private final byte[] nobodysSalt;

    PasswordHasher(Cost cost, int atOnceMax, long waitMillis) {
        this.cost = cost;
        this.places = new Semaphore(atOnceMax);
        this.waitMillis = waitMillis;
        this.nobodysSalt = salt();
    }

    /** What to store of a password. */
    String hash(String password) {
        byte[] salt = salt();
        return new PhcText(cost, salt, compute(password, cost, salt, HASH_BYTES)).format();
    }

    /** Compares in constant time. */
    boolean matches(String password, String stored) {
        PhcText text = PhcText.parse(stored);
        byte[] computed = compute(password, text.cost(), text.salt(), text.hash().length);
        return MessageDigest.isEqual(computed, text.hash());
    }

    /** As much work as a comparison, for accounts that are not there or have no password, so that the time does not tell which those are. */
    void pretend(String password) {
        compute(password, cost, nobodysSalt, HASH_BYTES);
    }

    /** Whether it was made with other settings than hashes are made with now. */
    boolean outdated(String stored) {
        return !PhcText.parse(stored).cost().equals(cost);
    }

    /** How many hashes were computed. */
    long operations() {
        return operations.sum();
    }

    private byte[] compute(String password, Cost spent, byte[] salt, int length) {
        enter();
        try {
            operations.increment();
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(spent.memoryKib())
                    .withIterations(spent.iterations())
                    .withParallelism(spent.parallelism())
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
            generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            places.release();
        }
    }

    private void enter() {
        try {
            if (places.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while waiting for others to sign in.", e);
        }
        throw LynchetException.retryable(ErrorCode.OVERLOADED, "Too many people are signing in at this moment.", 2);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
