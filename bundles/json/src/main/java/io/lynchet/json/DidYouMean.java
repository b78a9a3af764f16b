// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The search for the name that a mistyped one may stand for. */
public final class DidYouMean {
    private static final int NAME_CHARS_MAX = 64;

    private DidYouMean() {}

    /**
     * Returns the nearest known name, at most a third of its length in edits away; letter case counts as no edit. Of
     * equals the first. Empty when none is near, and for names longer than 64 characters.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        if (name.length() > NAME_CHARS_MAX) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        String best = null;
        int bestEdits = Integer.MAX_VALUE;
        for (String candidate : known) {
            int allowed = Math.max(1, Math.min(wanted.length(), candidate.length()) / 3);
            if (Math.abs(candidate.length() - wanted.length()) > allowed) {
                continue;
            }
            int edits = edits(wanted, candidate.toLowerCase(Locale.ROOT));
            if (edits <= allowed && edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Returns {@code (did you mean "x"?)} with a leading space, or an empty text. */
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> " (did you mean \"" + near + "\"?)")
                .orElse("");
    }

    /** Returns {@code Did you mean x?} as its own sentence with a leading space, or an empty text. */
    public static String sentence(String name, Collection<String> known) {
        return nearest(name, known).map(near -> " Did you mean " + near + "?").orElse("");
    }

    // Insertions, deletions, replacements and swaps of neighbours.
    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = now;
            now = spare;
        }
        return last[b.length()];
    }
}
