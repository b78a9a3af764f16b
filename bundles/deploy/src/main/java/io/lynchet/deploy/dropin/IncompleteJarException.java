// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

/** The exception for a file that is not a whole jar, or not yet. */
public final class IncompleteJarException extends Exception {
    private static final long serialVersionUID = 1L;

    IncompleteJarException(String what) {
        super(what, null, false, false);
    }
}
