// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

/** A file that is not a whole jar, or not yet. */
final class IncompleteJar extends Exception {
    private static final long serialVersionUID = 1L;

    IncompleteJar(String what) {
        super(what, null, false, false);
    }
}
