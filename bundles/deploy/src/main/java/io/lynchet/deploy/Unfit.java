// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

/** A jar that can't run; the message is one sentence for people. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean curableByOthers;

    Unfit(String sentence) {
        this(sentence, false);
    }

    /** @param curableByOthers whether it may work once another bundle came or went */
    Unfit(String sentence, boolean curableByOthers) {
        super(sentence, null, false, false);
        this.curableByOthers = curableByOthers;
    }

    boolean curableByOthers() {
        return curableByOthers;
    }
}
