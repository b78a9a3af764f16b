// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A compiled pattern of {@link TextMatch#LIKE}. It reads each character of a text once and never goes back, whatever
 * the pattern. All partial matches so far are kept as bits, 64 of them in a word.
 *
 * <p>Bit <i>i</i> tells that the characters of the pattern up to <i>i</i> have been found. A bit whose character is
 * followed by {@code %} stays set.
 */
final class LikePattern {
    private static final int ASCII = 128;
    private static final int KEPT = 256;

    /** The most recently used patterns of one word, so that a search of many rows compiles its pattern once. */
    private static final AtomicReferenceArray<LikePattern> LAST = new AtomicReferenceArray<>(KEPT);

    private final String text;
    private final int length;
    private final long[] anything;
    private final long[] lasting;
    private final long[][] ascii = new long[ASCII][];
    private final Map<Integer, long[]> others = new HashMap<>();

    private LikePattern(String text) {
        this.text = text;
        int[] points = text.codePoints().filter(point -> point != '%').toArray();
        length = points.length;
        int words = Math.max(1, (length + Long.SIZE - 1) / Long.SIZE);
        anything = new long[words];
        lasting = new long[words];
        for (int i = 0; i < length; i++) {
            if (points[i] == '_') {
                set(anything, i);
            }
        }
        Arrays.fill(ascii, anything);
        for (int i = 0; i < length; i++) {
            if (points[i] != '_') {
                add(fold(points[i]), i);
            }
        }
        markLasting();
    }

    private void markLasting() {
        int found = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                found += Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1)) ? 0 : 1;
            } else if (found > 0) {
                set(lasting, found - 1);
            }
        }
    }

    private void add(int point, int position) {
        set(mask(point), position);
        if (point >= 'a' && point <= 'z') {
            ascii[point - 'a' + 'A'] = ascii[point];
        }
    }

    private long[] mask(int point) {
        if (point >= ASCII) {
            return others.computeIfAbsent(point, any -> anything.clone());
        }
        if (ascii[point] == anything) {
            ascii[point] = anything.clone();
        }
        return ascii[point];
    }

    private static void set(long[] words, int bit) {
        words[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
    }

    private static int fold(int point) {
        return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
    }

    static LikePattern of(String text) {
        int slot = text.hashCode() & (KEPT - 1);
        LikePattern last = LAST.get(slot);
        if (last != null && last.text.equals(text)) {
            return last;
        }
        LikePattern made = new LikePattern(text);
        if (made.anything.length == 1) {
            LAST.set(slot, made);
        }
        return made;
    }

    /** Returns whether the pattern occurs anywhere in the text. */
    boolean occursIn(String searched) {
        if (length == 0) {
            return true;
        }
        return anything.length == 1 ? oneWord(searched) : manyWords(searched);
    }

    private long[] masks(int point) {
        return point < ASCII ? ascii[point] : others.getOrDefault(point, anything);
    }

    private boolean oneWord(String searched) {
        long whole = 1L << (length - 1);
        long stays = lasting[0];
        long found = 0;
        for (int i = 0; i < searched.length(); ) {
            int point = searched.codePointAt(i);
            i += Character.charCount(point);
            found = ((found << 1 | 1) & masks(point)[0]) | (found & stays);
            if ((found & whole) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean manyWords(String searched) {
        int words = anything.length;
        long whole = 1L << (length - 1) % Long.SIZE;
        long[] found = new long[words];
        for (int i = 0; i < searched.length(); ) {
            int point = searched.codePointAt(i);
            i += Character.charCount(point);
            long[] mask = masks(point);
            long carry = 1;
            for (int word = 0; word < words; word++) {
                long before = found[word];
                found[word] = ((before << 1 | carry) & mask[word]) | (before & lasting[word]);
                carry = before >>> (Long.SIZE - 1);
            }
            if ((found[words - 1] & whole) != 0) {
                return true;
            }
        }
        return false;
    }
}
