// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

/** "Did you mean": the word that a typing error came from. */
final class Nearest {
    private Nearest() {}

    /** The nearest of the words, or null when none is near enough to be meant. */
    static String of(String typed, Iterable<String> words) {
        String nearest = null;
        int least = Math.max(2, typed.length() / 3) + 1;
        for (String word : words) {
            int distance = distance(typed.toLowerCase(java.util.Locale.ROOT), word.toLowerCase(java.util.Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    /** A sentence to append to a message, or nothing. */
    static String hint(String typed, Iterable<String> words) {
        String nearest = of(typed, words);
        return nearest == null ? "" : " Did you mean " + nearest + "?";
    }

    /** Levenshtein's distance, with two rows of the table. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
