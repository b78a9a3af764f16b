// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/**
 * An operation that is done once: its name, and what was asked for by that name.
 *
 * @param request digest of what is asked for, at most {@link #REQUEST_CHARS_MAX} characters of ASCII; empty when nobody says, and then it is not compared
 */
public record Operation(OperationKey key, String request) {
    public static final int REQUEST_CHARS_MAX = 64;

    public Operation {
        if (request.length() > REQUEST_CHARS_MAX) {
            throw new IllegalArgumentException("a digest of " + request.length() + " characters");
        }
    }

    /**
     * The answer for this operation when its key is known; {@code IDEMPOTENCY_KEY_REUSED} when something else was asked for by it then. An answer from
     * before digests were kept goes with every request.
     *
     * @param first as it was remembered
     */
    public Committed replay(Committed first) {
        if (!request.isEmpty() && !first.request().isEmpty() && !request.equals(first.request())) {
            throw Refusals.keyReused();
        }
        return new Committed(first.seq(), first.applied(), true, first.request());
    }
}
