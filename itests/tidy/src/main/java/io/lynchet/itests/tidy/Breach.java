// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

/**
 * One place where a rule is broken.
 *
 * @param subject what an exception would have to name: the path, or the path, {@code #} and a member
 * @param line counted from 1, or 0 where the whole file is meant
 * @param measured the size found by a rule about sizes, else 0
 * @param message what is wrong and what to do instead
 */
public record Breach(String subject, int line, int measured, String message) {

    public static Breach in(String path, int line, String message) {
        return new Breach(path, line, 0, message);
    }

    @Override
    public String toString() {
        return subject + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
