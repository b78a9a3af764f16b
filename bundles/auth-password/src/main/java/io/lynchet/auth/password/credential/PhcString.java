// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash with everything that is needed to check it, in the PHC string format:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 */
final class PhcString {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]{1,200})\\$([A-Za-z0-9+/]{1,200})");

    private final HashCost cost;
    private final byte[] salt;
    private final byte[] hash;

    /** Creates a hash. The caller must not change the arrays afterwards. */
    PhcString(HashCost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Parses a text. Fails with an {@link IllegalArgumentException}, which does not quote the text, when it has another
     * form.
     */
    static PhcString parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A stored password hash is not in the expected form.");
        }
        HashCost cost = new HashCost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        Base64.Decoder decoder = Base64.getDecoder();
        return new PhcString(cost, decoder.decode(matcher.group(4)), decoder.decode(matcher.group(5)));
    }

    HashCost cost() {
        return cost;
    }

    byte[] salt() {
        return salt;
    }

    byte[] hash() {
        return hash;
    }

    /** Returns the stored form. */
    String format() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }

    /** Leaves the hash out. */
    @Override
    public String toString() {
        return "hash of " + cost;
    }
}
