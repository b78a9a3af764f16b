// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

/** A jar that can't run; the message is one sentence for people. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    /** What could make it fit. */
    enum Cure {
        NONE,
        /** A moment: what it needs may be on its way. */
        TIME,
        /** Another bundle that comes or goes. */
        OTHERS
    }

    private final Cure cure;

    Unfit(String sentence) {
        this(sentence, Cure.NONE);
    }

    Unfit(String sentence, Cure cure) {
        super(sentence, null, false, false);
        this.cure = cure;
    }

    Cure cure() {
        return cure;
    }
}
