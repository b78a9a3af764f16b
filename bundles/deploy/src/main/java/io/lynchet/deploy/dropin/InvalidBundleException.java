// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

/** The exception for a jar that can't run. Its message is one sentence for people. */
public final class InvalidBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The changes that could make the jar run. */
    public enum Cure {
        NONE,
        /** Time: what it needs may come. */
        TIME,
        /** Another bundle that comes or goes. */
        OTHERS
    }

    private final Cure cure;

    public InvalidBundleException(String sentence) {
        this(sentence, Cure.NONE);
    }

    public InvalidBundleException(String sentence, Cure cure) {
        super(sentence, null, false, false);
        this.cure = cure;
    }

    public Cure cure() {
        return cure;
    }
}
