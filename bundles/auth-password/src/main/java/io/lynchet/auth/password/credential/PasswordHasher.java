// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

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
 * The hashes by Argon2id. Each takes its memory while it runs, so the number of hashes at a time is limited. The others
 * wait a little, and fail with {@code OVERLOADED} when that was not enough. Thread-safe.
 *
 * <p>Passwords are converted to Unicode's form NFC first, since keyboards send accents in different forms.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final HashCost cost;
    private final Semaphore places;
    private final long waitMillis;
    private final SecureRandom random = new SecureRandom();
    private final LongAdder operations = new LongAdder();
    private final byte[] nobodysSalt;

    public PasswordHasher(HashCost cost, int atOnceMax, long waitMillis) {
        this.cost = cost;
        this.places = new Semaphore(atOnceMax);
        this.waitMillis = waitMillis;
        this.nobodysSalt = salt();
    }

    /** Returns the text to store for a password. */
    public String hash(String password) {
        byte[] salt = salt();
        return new PhcString(cost, salt, compute(password, cost, salt, HASH_BYTES)).format();
    }

    /** Compares in constant time. */
    boolean matches(String password, String stored) {
        PhcString text = PhcString.parse(stored);
        byte[] computed = compute(password, text.cost(), text.salt(), text.hash().length);
        return MessageDigest.isEqual(computed, text.hash());
    }

    /**
     * Does as much work as a comparison, for accounts that are missing or have no password, so that the time does not
     * reveal them.
     */
    void pretend(String password) {
        compute(password, cost, nobodysSalt, HASH_BYTES);
    }

    /** Tells whether the hash was made with other settings than the current ones. */
    public boolean outdated(String stored) {
        return !PhcString.parse(stored).cost().equals(cost);
    }

    /** Returns the number of computed hashes. */
    public long operations() {
        return operations.sum();
    }

    private byte[] compute(String password, HashCost spent, byte[] salt, int length) {
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
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while other sign-ins were running.", e);
        }
        throw LynchetException.retryable(ErrorCode.OVERLOADED, "Too many sign-ins run at once; try again.", 2);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
